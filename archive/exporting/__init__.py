"""Writing the catalogue in the forms others read: finding aids in EAD, dossiers as XML. Nothing here asks a database."""
