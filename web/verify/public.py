"""What a printed letter's QR code leads to: nobody signs in, nothing is stored, nothing unissued is told.

Unknown and unissued codes get one answer, byte by byte. The page carries no form token and sets no cookie: its
only form compares a file and changes nothing, so there is nothing another site could abuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dispatch.queries import by_verify_token, public_facts
from ui.screens import screen
from web.verify import limits, uploads

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dispatch.queries import PublicFacts
    from ui.request import OfficeRequest

MOST_BYTES: Final = 20 * 1024 * 1024
LOOKS_A_MINUTE: Final = 60
FILES_A_MINUTE: Final = 10
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,43}")
_HEADERS: Final = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


@csrf_exempt
@screen(methods=("GET", "POST"), public=True)
def letter(request: OfficeRequest, token: str) -> HttpResponse:
    """Tell of an issued letter what its office publishes; compare a file with it."""
    with translation.override(language_of(request)):
        who = request.META.get("REMOTE_ADDR", "")
        asked, most = ("file", FILES_A_MINUTE) if request.method == "POST" else ("look", LOOKS_A_MINUTE)
        if not limits.within(f"verify-{asked}", who, most=most, at=request.at):
            return too_often()
        found = by_verify_token(token) if TOKEN.fullmatch(token) else None
        if found is None:
            return page("verify/unknown.html", {}, status=404)
        facts = public_facts(found)
        if request.method == "POST" and facts.issued_sha256:
            return _compared(request, facts)
        return page("verify/letter.html", {"facts": facts})


def _compared(request: HttpRequest, facts: PublicFacts) -> HttpResponse:
    if uploads.announced_too_large(request, MOST_BYTES):
        return _too_large(facts)
    handler = uploads.HashingHandler(request, most=MOST_BYTES)
    request.upload_handlers = [handler]
    sent = request.FILES.get("file")
    if handler.too_large:
        return _too_large(facts)
    if not isinstance(sent, uploads.HashedFile) or not sent.size:
        return page(
            "verify/letter.html", {"facts": facts, "trouble": _("Choose the file first.")}, status=422
        )
    context = {"facts": facts, "sent": sent, "same": sent.sha256 in facts.issued_sha256}
    return page("verify/letter.html", context)


def _too_large(facts: PublicFacts) -> HttpResponse:
    trouble = _("The file is larger than 20 MB, so it was not compared. Nothing of it was kept.")
    return page("verify/letter.html", {"facts": facts, "trouble": trouble}, status=413)


def too_often() -> HttpResponse:
    """Answer whoever asks too often."""
    response = page("verify/too_often.html", {}, status=429)
    response["Retry-After"] = str(limits.WINDOW_SECONDS)
    return response


def language_of(request: HttpRequest) -> str:
    """Give the language asked for in the address, else the browser's."""
    asked = request.GET.get("lang", "")
    return (
        asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
    )


def page(template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Render without the request: no token, no person, no navigation, nothing that differs from reader to reader."""
    html = render_to_string(template, {**context, "most_bytes": MOST_BYTES})
    return HttpResponse(html, status=status, headers=_HEADERS)
