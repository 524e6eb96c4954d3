"""Where links by kind and key (notices, QR codes, search) lead to."""
