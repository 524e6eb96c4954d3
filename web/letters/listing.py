"""All letters a person may see, by how far they have come. Nothing is hidden: what is chosen is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import queries
from dispatch.enums import EVER_ISSUED, FROZEN, LetterStatus, Urgency
from ui.paging import paginate
from ui.rows import LetterRow, Tab
from ui.screens import render, screen
from ui.writing import moment

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest

_ENDED = (*EVER_ISSUED, LetterStatus.WITHDRAWN, LetterStatus.REFUSED)


@screen()
def letters(request: OfficeRequest) -> HttpResponse:
    """List letters, last moved first; ``?show=`` chooses drafts, those under way, issued ones or all."""
    seen = queries.letters_visible_to(request.actor, request.at)
    choices = _choices(seen, request)
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in choices else "all"
    page = paginate(choices[chosen][1], request)
    tabs = [
        Tab(label=label, url=f"?show={key}", count=found.count(), current=key == chosen)
        for key, (label, found) in choices.items()
    ]
    context = {
        "page": page,
        "rows": [_row(letter) for letter in page.rows],
        "tabs": tabs,
        "said": _said(chosen, page.total),
    }
    return render(request, "letters/list.html", context)


def _choices(
    seen: QuerySet[OutgoingLetter], request: OfficeRequest
) -> dict[str, tuple[str, QuerySet[OutgoingLetter]]]:
    return {
        "all": (_("All letters"), seen),
        "drafts": (_("My drafts"), seen.filter(status=LetterStatus.DRAFT, drafter=request.actor.person)),
        "under-way": (_("Under way"), seen.exclude(status__in=[LetterStatus.DRAFT, *_ENDED])),
        "issued": (_("Issued"), seen.filter(status=LetterStatus.ISSUED)),
        "frozen": (_("Replaced or recalled"), seen.filter(status__in=FROZEN)),
        "ended": (
            _("Withdrawn or refused"),
            seen.filter(status__in=[LetterStatus.WITHDRAWN, LetterStatus.REFUSED]),
        ),
    }


def _said(chosen: str, total: int) -> str:
    found = ngettext("You see %(n)d letter", "You see %(n)d letters", total) % {"n": total}
    which = {
        "all": _("everything you take part in, of all days"),
        "drafts": _("your own drafts only"),
        "under-way": _("submitted and not yet issued"),
        "issued": _("issued and in force only"),
        "frozen": _("replaced or recalled only"),
        "ended": _("withdrawn or refused only"),
    }[chosen]
    return f"{found}: {which}. " + _("Last moved first.")


def _row(letter: OutgoingLetter) -> LetterRow:
    return LetterRow(
        url=reverse("letters:detail", args=[letter.pk]),
        title=letter.subject or _("(no subject yet)"),
        meta_code=letter.reference_code or _("Draft %(key)d") % {"key": letter.pk},
        meta=letter.get_status_display(),
        why=_("signer: %(name)s") % {"name": letter.signer_post.person} if letter.signer_post else "",
        urgency=Urgency(letter.urgency),
        who=letter.drafter,
        who_note=moment(letter.updated_at),
    )
