"""Writing the catalogue in forms others read: finding aids in EAD, dossiers as XML. Nothing asks a database here."""
