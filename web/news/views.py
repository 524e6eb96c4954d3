"""Everything one person was told, newest first, and the one button: seen all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch.queries import letters_visible_to, registered_visible_to
from notices import queries
from notices.operations import notifying
from ui.paging import paginate
from ui.screens import render, screen
from web.news.archive import things_of
from web.news.rows import rows_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

LONGEST_KEY = 19  # figures of a key in the database


@screen()
def news(request: OfficeRequest) -> HttpResponse:
    """List what was told, seen or not."""
    page = paginate(queries.notices_of(request.actor), request)
    context = {
        "page": page,
        "rows": rows_of(
            page.rows,
            letters_visible_to(request.actor, request.at),
            registered_visible_to(request.actor, request.at),
            **things_of(request.actor, request.at),
        ),
        "newest": queries.unseen_of(request.actor).first(),
        "said": _said(page.total),
    }
    return render(request, "news/list.html", context)


@screen(methods=("POST",))
def seen(request: OfficeRequest) -> HttpResponse:
    """Take everything up to the newest line of the page as seen, and go back to the inbox."""
    shown = request.POST.get("up_to", "")
    if shown.isascii() and shown.isdigit() and len(shown) < LONGEST_KEY:
        notifying.mark_seen(by=request.actor, at=request.at, up_to=int(shown))
    return redirect("inbox:list")


def _said(total: int) -> str:
    if not total:
        return _("Nothing was told to you yet.")
    told = ngettext("You were told %(n)d thing", "You were told %(n)d things", total) % {"n": total}
    return f"{told}. " + _("Newest first. What you saw more than a year ago is dropped.")
