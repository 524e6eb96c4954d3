"""Browsers that somebody has signed in from before: a signed cookie with a mark for each of a few names.

Whoever guesses at a name from elsewhere must not lock its owner out. So strangers share one count of wrong passwords
for a name, and a browser with its mark has a count of its own (OWASP: device cookie). The mark lets nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "known_here"
_SALT = "web.account.known"
_YEAR = 365 * 24 * 3600
_MOST_NAMES = 5  # a counter's machine is shared, but not by a street


def mark_of(request: HttpRequest, username: str) -> str:
    """Give this browser's mark for ``username``, empty when nobody of that name signed in here."""
    return _marks(request).get(_hidden(username), "")


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Let the browser keep a mark for ``username``; the newest names stay."""
    marks, name = _marks(request), _hidden(username)
    mark = marks.pop(name, "") or secrets.token_hex(8)
    kept = dict([*marks.items(), (name, mark)][-_MOST_NAMES:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=_YEAR,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR))
    except signing.BadSignature:
        return {}


def _hidden(username: str) -> str:
    """Give a name as the cookie keeps it: the next person at the machine need not read who was here."""
    return hashlib.sha256(username.lower().encode()).hexdigest()[:16]
