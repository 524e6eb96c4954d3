"""How the archive's legal forms are printed. Words and rows come decided; this package only lays out."""
