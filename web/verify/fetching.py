"""What the link in a mail leads to: the letter's files, for the recipient of that mail and for 30 days.

Opening the page fetches nothing, so a machine that looks at links takes no file and nothing is written down. A link
that is not good any more answers as an unknown code does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from dispatch.operations import mail_form
from dispatch.queries import by_verify_token, public_facts
from organisation.models.actor import Actor
from ui.screens import screen
from web.letters.serving import serve
from web.verify import limits
from web.verify.public import LOOKS_A_MINUTE, TOKEN, language_of, page, too_often

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

LONGEST = 200


@screen(public=True)
def fetch(request: OfficeRequest, token: str, key: str) -> HttpResponse:
    """Show what can be fetched; with ``?n=`` send that file."""
    with translation.override(language_of(request)):
        who = request.META.get("REMOTE_ADDR", "")
        if not limits.within("verify-look", who, most=LOOKS_A_MINUTE, at=request.at):
            return too_often()
        letter = by_verify_token(token) if TOKEN.fullmatch(token) and len(key) <= LONGEST else None
        attempt = mail_form.behind_pass(letter, key) if letter is not None else None
        if letter is None or attempt is None:
            return page("verify/unknown.html", {}, status=404)
        files = mail_form.named_files_of(attempt)
        wanted = request.GET.get("n", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 and int(wanted) < len(files):
            name, chosen = files[int(wanted)]
            by = Actor.system(letter.organisation, "verify.fetch")
            mail_form.note_download(attempt=attempt, file=chosen, by=by, at=request.at)
            return serve(request, chosen, name=name)
        context = {"facts": public_facts(letter), "files": files, "name": attempt.name, "token": token}
        return page("verify/fetch.html", context)
