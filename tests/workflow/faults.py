"""Faults of the outgoing life, which the machine of the whole life must notice (how: ``injecting``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F

from dispatch import errors, lifecycle, queries
from dispatch.enums import LetterStatus as S
from dispatch.enums import PartRole, RelationKind
from dispatch.models import LetterRelation, NumberSeries, OutgoingLetter
from dispatch.operations import (
    allocating,
    closing,
    endorsing,
    participating,
    relating,
    signing_off,
    taking_effect,
)
from dispatch.policies import who
from lib.refusal import refuse
from tests.workflow.injecting import (
    Fault,
    after,
    anybody,
    before,
    by_name,
    forget_event,
    nothing,
    unless,
    yes,
)
from workflow.outgoing_letter import telling


def _any_bytes(original: Callable[..., Any], column: str) -> Callable[..., Any]:
    def lie(*, letter: OutgoingLetter, sha256: str, **facts: Any) -> Any:
        stored = OutgoingLetter.objects.values_list(column, flat=True).get(pk=letter.pk)
        return original(letter=letter, sha256=stored, **facts)

    return lie


def _stay(status: S) -> Callable[..., None]:
    return unless(lifecycle.advance, lambda letter, to: to == status)


def _not_admitted(role: PartRole) -> Callable[..., Any]:
    return unless(participating.admit, lambda letter, as_what, whom, *, at: as_what == role)


def _skip_a_number(*, series: NumberSeries, **_facts: object) -> None:
    NumberSeries.objects.filter(pk=series.pk).update(next_number=F("next_number") + 1)


def _give_it_again(_given: object, *, series: NumberSeries, **_facts: object) -> None:
    NumberSeries.objects.filter(pk=series.pk).update(next_number=F("next_number") - 1)


def _unvoid(_given: object, letter: OutgoingLetter, **_facts: object) -> None:
    letter.endorsements.filter(passed=True).update(voided_at=None)


def _freeze_the_corrected(
    relation: LetterRelation, letter: object, target: OutgoingLetter, **_facts: object
) -> None:
    if relation.kind == RelationKind.CORRECTS and target.status == S.ISSUED:
        target.status = S.REPLACED


def _at_once(given: LetterRelation, **facts: Any) -> None:
    LetterRelation.objects.filter(pk=given.pk).update(in_force_at=facts["at"])


def _stopped_although_followed(actor: Any, letter: OutgoingLetter, recall: Any) -> Any:
    if letter.status != S.RECALLED or recall is None:
        return refuse(errors.RecallIsNotUnderWay(code=""))
    return who.decides(actor, letter)


def _tell_the_actor(*args: Any, **facts: Any) -> Any:
    return _TELL(*args, **{**facts, "but": None})


_TELL = telling._tell
FAULTS: tuple[Fault, ...] = (
    anybody("may_check_content", "content passed"),
    anybody("may_check_format", "format passed"),
    anybody("may_approve", "approved"),
    anybody("may_sign", "signed"),
    anybody("may_send_back", "sent back"),
    anybody("may_refuse", "refused"),
    anybody("may_withdraw", "withdrawn"),
    anybody("may_number", "numbered"),
    anybody("may_file", "filed"),
    anybody("may_send", "sent"),
    anybody("may_recall", "recalled"),
    anybody("may_read", "read"),
    Fault("recall stopped by anybody", "dispatch.policies.may_stop_recall", yes),
    Fault("recall stopped although a receiver followed", "dispatch.policies.may_stop_recall", _stopped_although_followed),
    Fault("mandate not checked", "dispatch.policies.who.has_mandate", lambda *_args: True),
    Fault("opened letter taken back", "dispatch.policies.may_take_back", lambda actor, letter: who.is_drafter(actor, letter)),
    Fault("any step taken by anybody", "workflow.acting.standing_for", lambda item, by, at: by),
    Fault("other bytes approved", "dispatch.operations.endorsing.approve", _any_bytes(endorsing.approve, "prepared_sha256")),
    Fault(
        "other bytes signed",
        "dispatch.operations.signing_off.request_leader_signature",
        _any_bytes(signing_off.request_leader_signature, "approved_sha256"),
    ),
    Fault("verdict not asked", "dispatch.operations.issuing._accepted_level", lambda file: "B-LTA"),
    Fault("foreign file taken", "dispatch.operations.signing_off.check_result", nothing),
    Fault("checks stand after a return", "dispatch.operations.closing.reopen", after(closing.reopen, _unvoid)),
    Fault("number skipped", "dispatch.operations.allocating.take_next", before(allocating.take_next, _skip_a_number)),
    Fault("number not locked", "dispatch.operations.allocating.take_next", after(allocating.take_next, _give_it_again)),
    forget_event("letter.content_passed"),
    forget_event("letter.issued"),
    forget_event("letter.recalled"),
    Fault("recall does not freeze", "dispatch.lifecycle.advance", _stay(S.RECALLED)),
    Fault("replacement has no effect", "dispatch.lifecycle.advance", _stay(S.REPLACED), shown_in="replaced"),
    Fault("stopped recall stays", "dispatch.operations.recalling.lifecycle.advance", unless(
        lifecycle.advance, lambda letter, to: letter.status == S.RECALLED and to == S.ISSUED), shown_in="stopped"),
    Fault("correction freezes", "dispatch.operations.taking_effect._act", before(taking_effect._act, _freeze_the_corrected), shown_in="corrected"),
    Fault("relation in force before the issue", "dispatch.operations.relating.link", after(relating.link, _at_once), shown_in="replaced"),
    Fault("ended draft keeps its relation", "dispatch.operations.relating.let_all_go", nothing, shown_in="given up"),
    Fault("a recipient forgotten", "dispatch.queries.unsent_recipients_of", lambda letter: _UNSENT(letter).exclude(name="Sở Y tế")),
    Fault("receivers on paper not asked", "dispatch.queries.deliveries_to_ask", lambda letter: [
        pair for pair in _TO_ASK(letter) if pair[1].inner is not None]),
    Fault("question never laid before the receiver", "dispatch.operations.recall_asking._lay_before", nothing),
    Fault("frozen letter leaves", "dispatch.operations.delivering.FROZEN", (), shown_in="stopped"),
    Fault("recalled letter registered", "dispatch.policies.incoming.is_not_recalled", yes),
    Fault("answer not told to the sender", "dispatch.operations.recall_asking.take_in", lambda *, request, **_facts: request),
    Fault("unit does not see what it checks", "dispatch.operations.participating.admit", _not_admitted(PartRole.UNIT)),
    Fault("registry does not see what it numbers", "dispatch.operations.participating.admit", _not_admitted(PartRole.REGISTRY)),
    Fault("frozen letter asked to be filed", "workflow.freezing._follow", nothing),
    Fault("the actor is told", "workflow.outgoing_letter.telling._tell", _tell_the_actor),
)  # fmt: skip
_UNSENT = queries.unsent_recipients_of
_TO_ASK = queries.deliveries_to_ask
BY_NAME = by_name(FAULTS)
SAMPLE = ("content passed by anybody", "checks stand after a return", "recall does not freeze")
