"""Stored bytes and what is derived from them.

Every file is kept once per organisation under its SHA-256, written once and never altered, with its name and
the part it plays as a row. Previews and text layers are renditions: they can be made again. HTML becomes
archival PDF in ``rendering``, behind one door.
"""
