"""The demo office: invented people in an invented province, every seal marked SPECIMEN.

Loaded by ``manage.py demo``, refused unless OFFICE_DEMO is on and the address is this machine (design D23).
The cast has fixed names because tests, screenshots and the README speak of them.
"""

PASSWORD = "demo-van-thu"  # noqa: S105 -- the demo's own, refused on any public address
PIN = "246810"
