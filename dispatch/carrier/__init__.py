"""How a letter leaves the installation: mail over SMTP. Private to ``dispatch``."""
