"""The page of an incoming letter: the document first, who has it since when, what may be done, the whole movement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from archive.models import Origin
from archive.queries import dossiers_of
from audit.queries import history_of
from dispatch import policies, queries
from dispatch.enums import HandlingStage as H
from organisation.enums import Duty
from organisation.queries import WorkingCalendar, capacities
from ui.screens import render, screen
from ui.writing import moment
from web.inbox.days import days_left
from web.incoming.facts import facts_of
from web.incoming.finding import handling_of, letter_of
from web.incoming.naming import said_of
from web.incoming.showing import READING, Act, acts_within, entries, parts_of
from web.incoming.signatures import signatures_on
from web.letters.serving import serve
from workflow.drawing.svg import svg
from workflow.incoming_letter import moves
from workflow.incoming_letter import queries as procedures
from workflow.incoming_letter.flow import IncomingLetterProcedure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from audit.models import Event
    from dispatch.models import Extension, Handling, HandlingQuestion, IncomingLetter
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

AGAIN_AFTER = 3600
SHOWN = {"application/pdf"}
PICTURES = {"image/png", "image/jpeg"}


@screen()
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one incoming letter; one that still lies in the intake is shown there."""
    if policies.may_read_intake(request.actor) and queries.lies_in_intake(request.actor.organisation, pk):
        return redirect("intake:letter", pk)
    found = letter_of(request, pk)
    handling = handling_of(found)
    events = list(history_of(found.organisation_id, "incoming", found.pk))
    if not _opened_lately(events, request.actor, request.at):
        moves.note_opened(letter=found, by=request.actor, at=request.at)
    standing = capacities(request.actor, request.at)
    calendar = WorkingCalendar.of(found.organisation)
    rows = list(queries.assignments_of(found))
    for row in rows:
        row.letter = found
        if row.parent is not None:
            row.parent.letter = found
    mine = procedures.mine_of(found, request.actor, request.at)
    stage = str(H(handling.stage).label)
    judged, judging = signatures_on(found)
    nearest = min((item.due_on for item in mine if item.due_on), default=None)
    parts, acts = parts_of(rows, standing, calendar, request.at), _acts(found, handling, standing)
    wishes = [(one, _any(standing, partial(_decides, one, found))) for one in queries.extensions_of(found)]
    questions = [(one, _any(standing, partial(_answers, one))) for one in queries.questions_of(found)]
    asked = _asked_of_reader(wishes, questions)
    context = {
        "letter": found,
        "handling": handling,
        "stage_label": stage[:1].upper() + stage[1:],
        "shows_pdf": found.file is not None and found.file.media_type in SHOWN,
        "shows_picture": found.file is not None and found.file.media_type in PICTURES,
        "parts": parts,
        "acts": [*asked, *acts],
        "dock": [*asked, *(acts_within(parts) or acts)][:2],
        "due": nearest,
        "days": days_left(calendar, request.at, nearest) if nearest else None,
        "holders": _holders(found),
        "directives": [(one, said_of(one.named)) for one in queries.directives_of(found)],
        "questions": questions,
        "wishes": wishes,
        "replies": queries.replies_of(found),
        "may_reply": _any(standing, lambda actor: policies.may_reply(actor, handling)),
        "facts": _facts(found, request),
        "signatures": judged,
        "judging": judging,
        "attachments": queries.incoming_attachments_of(found),
        "history": entries(events),
        "may_scan": policies.may_scan_arrival(request.actor, found),
        "stamp": queries.stamp_of(found, dossiers=_dossier_codes(found, request)),
    }
    return render(request, "incoming/letter.html", context)


@screen()
def file(request: OfficeRequest, pk: int, sha256: str) -> HttpResponse:
    """Send the letter, a file that came with it, or the scan of a directive, exactly as it is."""
    found = letter_of(request, pk)
    policies.may_open(found).enforce()
    own = [
        *([found.file] if found.file else []),
        *(one.file for one in queries.incoming_attachments_of(found)),
    ]
    own += [one.scan for one in queries.directives_of(found) if one.scan is not None]
    chosen = next((one for one in own if one.sha256 == sha256), None)
    if chosen is None:
        raise Http404
    return serve(request, chosen)


@screen()
def way(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the movement of the letter as a drawing and as a list."""
    found = letter_of(request, pk)
    events = list(history_of(found.organisation_id, "incoming", found.pk))
    picture = svg(IncomingLetterProcedure, procedures.states_of(found))
    context = {
        "letter": found,
        "holders": _holders(found),
        "history": entries(events),
        # drawn by us from the chart alone; nothing a person typed is in it
        "drawing": mark_safe(picture),  # noqa: S308 -- see above
    }
    return render(request, "incoming/way.html", context)


def _asked_of_reader(wishes: list[tuple[Any, bool]], questions: list[tuple[Any, bool]]) -> list[Act]:
    """Give what somebody waits for this reader to say; it stands first, above the page and under the thumb."""
    decide, say = _("Decide on more time"), _("Give opinion")
    return [
        *(
            Act(
                label=decide,
                url=reverse("incoming:decide_extension", args=[one.pk]),
                icon="near",
                kind="primary",
            )
            for one, may in wishes
            if may
        ),
        *(
            Act(label=say, url=reverse("incoming:answer", args=[one.pk]), icon="people", kind="primary")
            for one, may in questions
            if may
        ),
    ]


def _acts(found: IncomingLetter, handling: Handling, standing: Sequence[Actor]) -> list[Act]:
    """Give the acts on the letter as a whole that this person may do now, the likeliest first."""

    def may(policy: Callable[[Actor, Handling], Verdict]) -> bool:
        return _any(standing, lambda actor: policy(actor, handling))

    def to(name: str) -> str:
        return reverse(f"incoming:{name}", args=[found.pk])

    under_way = handling.stage in (H.IN_HAND, H.CONFIRMING)
    acts = []
    if may(policies.may_confirm):
        acts += [Act(label=_("Confirm"), url=to("confirm"), icon="done", kind="primary")]
        acts += [Act(label=_("Send back"), url=to("send_back"), icon="ret")]
    if may(policies.may_propose):
        acts.append(Act(label=_("Propose"), url=to("propose"), icon="send", kind="primary"))
    if may(policies.may_direct):
        label = _("Direct anew") if under_way else _("Direct")
        acts.append(
            Act(label=label, url=to("direct"), icon="pen", kind="plain" if under_way or acts else "primary")
        )
    if may(policies.may_transfer):
        acts.append(Act(label=_("Transfer it"), url=to("transfer"), icon="next"))
    if may(policies.may_record_directive):
        acts.append(Act(label=_("Directive on paper"), url=to("on_paper"), icon="scan"))
    if may(policies.may_settle):
        acts.append(Act(label=_("Nothing to be done"), url=to("settle"), icon="folder"))
    if may(policies.may_return_to_chief):
        acts.append(Act(label=_("Another proposal"), url=to("to_chief"), icon="ret"))
    if handling.stage == H.IN_HAND and may(policies.may_take_back_directive) and _untouched(found):
        acts.append(Act(label=_("Take back"), url=to("take_back"), icon="undo", method="post"))
    if _any(standing, lambda actor: policies.may_file_incoming(actor, found, handling)):
        kind = "primary" if handling.stage == H.FILING else "plain"
        acts.append(Act(label=_("File it"), url=to("file_letter"), icon="folder", kind=kind))
    if _any(standing, lambda actor: policies.may_correct_arrival(actor, found)):
        where = reverse("intake:correct", args=[found.pk])
        acts.append(Act(label=_("Correct the book"), url=where, icon="draft"))
    if _any(standing, lambda actor: policies.may_strike_out(actor, found)):
        where = reverse("intake:strike_out", args=[found.pk])
        acts.append(Act(label=_("Strike out of the book"), url=where, icon="x"))
    return acts


def _untouched(found: IncomingLetter) -> bool:
    return not any(
        one.opened_at or one.accepted_at or one.parent_id
        for one in queries.assignments_of(found)
        if one.is_open
    )


def _answers(question: HandlingQuestion, actor: Actor) -> Verdict:
    return policies.may_answer_question(actor, question)


def _decides(wish: Extension, found: IncomingLetter, actor: Actor) -> Verdict:
    wish.assignment.letter = found
    if wish.assignment.parent is not None:
        wish.assignment.parent.letter = found
    return policies.may_decide_extension(actor, wish)


def _any(standing: Sequence[Actor], may: Callable[[Actor], Verdict]) -> bool:
    return any(may(actor) for actor in standing)


def _holders(found: IncomingLetter) -> list[dict[str, object]]:
    """Give who holds the letter now, for which step, since when."""
    nodes = {node.name: node for node in IncomingLetterProcedure.instance.nodes()}  # type: ignore[union-attr]
    return [
        {
            "who": item.owner_post.person.full_name if item.owner_post else Duty(item.duty).label,
            "step": nodes[item.step].task_title,
            "since": item.assigned_at,
            "due": item.due_on,
        }
        for item in procedures.open_items_of(found)
    ]


def _facts(found: IncomingLetter, request: OfficeRequest) -> list[tuple[str, object]]:
    lying = dossiers_of(Origin("incoming", str(found.pk)), request.actor, request.at)
    links = [
        format_html('<a href="{}">{}</a>', reverse("go:to", args=["dossier", one.pk]), one) for one in lying
    ]
    return [
        *facts_of(found),
        (_("Note"), found.note),
        (_("Registered"), moment(found.registered_at)),
        (_("Result"), found.completion_note),
        (_("Dossier"), format_html("{}" * len(links), *links) if links else ""),
    ]


def _dossier_codes(found: IncomingLetter, request: OfficeRequest) -> list[str]:
    return [one.code for one in dossiers_of(Origin("incoming", str(found.pk)), request.actor, request.at)]


def _opened_lately(events: Sequence[Event], by: Actor, at: datetime) -> bool:
    """Say whether this person opened the letter within the hour and nothing has happened since."""
    person = by.person.pk if by.person else None
    for event in reversed(events):
        if event.name != READING:
            return False
        if event.trail.get("person") == person:
            return (at - event.at).total_seconds() < AGAIN_AFTER
    return False
