"""The letter page: the page of paper beside everything known about it, and what may be done next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from archive import queries as dossiers
from archive.models import Origin
from dispatch import policies, queries
from dispatch.enums import EVER_ISSUED, Circulation, LetterStatus, Medium, Urgency
from lib.calendar import local_day
from organisation.queries import WorkingCalendar
from signing import queries as signing
from ui.rows import Step
from ui.screens import render, screen
from ui.writing import day as written
from web.inbox.days import days_left
from web.letters import after_issue, joint, opinions, recipients, standing
from web.letters.acts import ActsOn
from web.letters.comparing import changed_since
from web.letters.finding import letter_of
from web.letters.history import entries, events_of, readers
from web.letters.linting import findings_for_check
from web.letters.marking import marked, may_sign
from web.letters.paper import newest_file, paper
from web.letters.signing import code_of
from web.letters.signing_state import role_of
from web.letters.text import particulars_of
from web.letters.viewing import opened_lately
from workflow import queries as procedures
from workflow.enums import NodeState
from workflow.outgoing_letter import moves

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Dossier
    from dispatch.models import OutgoingLetter
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest
    from workflow.models import WorkItem
    from workflow.outgoing_letter.progress import Rail

RAIL = {NodeState.DONE: "done", NodeState.NOW: "now", NodeState.TODO: "todo"}


@screen()
def detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one letter."""
    letter = letter_of(request, pk)
    events = events_of(letter)
    if not opened_lately(events, by=request.actor, at=request.at):
        moves.note_opened(letter=letter, by=request.actor, at=request.at)
    item = procedures.open_item_for(request.actor, letter, request.at)
    actor = (procedures.actor_for(item, request.actor, request.at) if item else None) or request.actor
    lying_in = dossiers.dossiers_of(Origin("letter", str(letter.pk)), request.actor, request.at)
    judged, judging = standing.signatures(letter)
    found = findings_for_check(letter, request.at)
    acts_on = ActsOn(letter, item, actor, request.at, findings=found.grave if found else 0)
    asked = signing.request_for(letter.organisation, "letter", str(letter.pk), role_of(letter))
    acts = acts_on.acts(filed=letter.dossier_id is not None)
    attachments = marked(letter)
    recall = queries.standing_recall(letter) if letter.status in EVER_ISSUED else None
    after_issue.add_to(acts, letter, recall, request.actor)
    context = {
        **paper(letter),
        **_head(request, letter, item, actor),
        "acts": acts,
        "notices": after_issue.notices_of(letter, request.actor, request.at)
        + standing.held_up(letter, asked, standing.last_return(letter, events)),
        "recall_requests": after_issue.receivers_of(recall, request.actor),
        "findings": found,
        "since": changed_since(letter, events, by=actor, at=request.at),
        "steps": rail(letter, local_day(request.at)),
        "facts": _facts(letter, list(lying_in)) + after_issue.facts_of(letter, request.actor, request.at),
        "signatories": joint.signatories(letter, actor),
        "signatures": judged,
        "judging": judging,
        "endorsements": standing.endorsed(letter, queries.endorsements_of(letter)),
        "files": _files(letter),
        "may_scan": policies.may_add_scan(request.actor, letter),
        "sent": recipients.section_of(letter, request.actor) if letter.issued_at else None,
        "attachments": attachments,
        "may_sign_attachments": may_sign(actor, letter) if attachments else None,
        "opinions": opinions.panel(letter, request.actor, request.at),
        "fate": opinions.waits_for_fate(letter),
        "may_copy": policies.may_copy_letter(actor, letter),
        "versions": queries.versions_of(letter),
        "may_edit": _may_edit(actor, letter),
        "history": entries(events),
        "readers": readers(events),
        "back_url": reverse("inbox:list"),
        "back_label": _("Inbox"),
    }
    return render(request, "letters/detail.html", context)


def rail(letter: OutgoingLetter, day: date | None = None) -> list[Step]:
    """Give the course of the letter as the rail draws it; on ``day`` a step past its term is late."""
    letter_day = day or date.min
    return [
        Step(
            label=one.label,
            state="late" if one.due_on and one.due_on < letter_day else RAIL[one.state],
            who=one.who,
            note=_note(one),
            at=one.at if one.state == NodeState.DONE else None,
            time=_due(one, letter_day),
        )
        for one in procedures.progress_of(letter)
    ]


def _due(one: Rail, today: date) -> str:
    if one.due_on is None:
        return ""
    late = one.due_on < today
    return (_("overdue since %(day)s") if late else _("due %(day)s")) % {"day": written(one.due_on)}


def _note(one: Rail) -> str:
    if one.on_behalf_of:
        return _("on behalf of %(name)s") % {"name": one.on_behalf_of}
    if one.asked > 1:
        return _("%(answered)d of %(asked)d have answered") % {"answered": one.answered, "asked": one.asked}
    return ""


def _head(
    request: OfficeRequest, letter: OutgoingLetter, item: WorkItem | None, actor: Actor
) -> dict[str, object]:
    status = str(LetterStatus(letter.status).label)
    due = item.due_on if item else None
    calendar = WorkingCalendar.of(letter.organisation) if due else None
    return {
        "status_label": status[:1].upper() + status[1:],
        "item": item,
        "days": days_left(calendar, request.at, due) if calendar and due else None,
        "urgency": Urgency(letter.urgency),
        "code_label": code_of(letter),
        "on_behalf": actor.represented.person.full_name if actor.represented else "",
    }


def _may_edit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    return policies.may_edit(actor, letter)


def _facts(letter: OutgoingLetter, lying_in: list[Dossier]) -> list[tuple[str, object]]:
    links = [
        format_html('<a href="{}">{}</a>', reverse("go:to", args=["dossier", one.pk]), one)
        for one in lying_in
    ]
    circulation = Circulation(letter.circulation)
    return [
        (_("Kind"), letter.kind_data.name),
        (_("Original"), _("on paper") if letter.medium == Medium.PAPER else ""),
        (_("Number"), letter.reference_code),
        (_("Day"), written(letter.legal_day) if letter.legal_day else ""),
        (_("To"), "; ".join(letter.draft.addressees)),
        *particulars_of(letter.draft, letter.kind),
        (_("Appendices"), "; ".join(part.title for part in letter.draft.parts)),
        (_("Signer"), letter.signer_post.person.full_name if letter.signer_post else ""),
        (_("Drafted by"), f"{letter.drafter.full_name}, {letter.unit.name}"),
        (_("Urgency"), Urgency(letter.urgency).label),
        (_("Circulation"), circulation.label if circulation != Circulation.NONE else ""),
        (_("Dossier"), format_html("{}" * len(links), *links) if links else ""),
        (_("Replies to"), _replied_to(letter)),
    ]


def _replied_to(letter: OutgoingLetter) -> object:
    """Name what the letter answers, each a link that leads only those who may read it there."""
    rows = [
        (reverse("go:to", args=["incoming", one.incoming_id]), one.incoming.reference_code)
        for one in queries.replied_to(letter)
    ]
    return format_html_join(", ", '<a href="{}">{}</a>', rows) if rows else ""


def _files(letter: OutgoingLetter) -> list[dict[str, object]]:
    known = [
        (letter.issued_file, newest_file(letter)[1]),
        (letter.signed_file, _("Signed by the leader")),
        (letter.prepared_file, _("Laid out for signature")),
    ]
    return [
        {
            "label": label,
            "url": reverse("letters:current_file", args=[letter.pk, file.sha256]),
            "size": file.size,
            "pages": file.page_count,
            "sha256": file.sha256,
        }
        for file, label in known
        if file is not None
    ]
