"""What is wrong with a route, each fault with its stage and a sentence. A route without faults can be published.

The order the law binds cannot be drawn away: two people answer for content and format with their names before the
signature (Decree 30/2020 Art. 12.1, 12.2), and the personal signature of the one entitled comes last and always
(Art. 13, 25). The number, the seal and the sending follow it outside the route.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from lib.text import single_line
from organisation.enums import Duty
from workflow.routes.facts import FIELDS
from workflow.routes.schema import DRAFT, Condition, Mode, Op, Route, Stage, StageKind

MOST_STAGES = 30
MOST_WHO = 20
MOST_NAME = 80
MOST_DAYS = 365
SIGNER = "field:signer"
HEAD_OF_DRAFTING_UNIT = "unit_head:drafting"
_KEY = re.compile(r"(?=.{1,30}$)[a-z](?:_?[a-z0-9])*")
_TAKEN = {DRAFT, "start", "end"}  # names the drawing and the interpreter use themselves
_UNIT = re.compile(r"unit:\S.{0,29}")
_POST = re.compile(r"post:[1-9][0-9]{0,17}")
# What XML 1.0 can hold; single_line has taken controls away, these are left.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Problem(NamedTuple):
    """One fault: the key of the stage (empty: the whole route), a code for programs, a sentence for people."""

    stage: str
    code: str
    sentence: str


def problems(route: Route) -> list[Problem]:
    """Give everything wrong with ``route``; empty when it can be published."""
    return [*_of_the_whole(route), *_of_the_law(route), *_of_the_stages(route)]


def _of_the_whole(route: Route) -> Iterator[Problem]:
    if not route.stages:
        yield Problem("", "empty", _("The route has no stage yet."))
    if len(route.stages) > MOST_STAGES:
        yield Problem(
            "", "too_long", _("A route has at most %(most)d stages; this one has %(count)d.")
            % {"most": MOST_STAGES, "count": len(route.stages)},
        )  # fmt: skip


def _of_the_law(route: Route) -> Iterator[Problem]:
    signatures = [stage for stage in route.stages if stage.kind == StageKind.SIGNATURE]
    if len(signatures) != 1:
        yield Problem("", "one_signature", _("A route has exactly one stage of signature, at its end."))
    for stage in signatures:
        yield from _of_the_signature(stage, route)
    if not any(_is_the_content_check(stage) for stage in route.stages):
        yield Problem(
            "", "no_content_check",
            _("The head of the drafting unit has to answer for the content of every letter "
              "(Decree 30/2020 Art. 12.1): add a content check without condition that asks the head alone."),
        )  # fmt: skip
    if not any(stage.kind == StageKind.FORMAT and stage.when is None for stage in route.stages):
        yield Problem(
            "", "no_format_check",
            _("Somebody has to answer for the format of every letter (Decree 30/2020 Art. 12.2): "
              "add a format check without condition."),
        )  # fmt: skip
    yield from _of_the_order(route)


def _is_the_content_check(stage: Stage) -> bool:
    return (
        stage.kind == StageKind.CONTENT
        and stage.when is None
        and tuple(stage.who) == (HEAD_OF_DRAFTING_UNIT,)
    )


def _of_the_signature(stage: Stage, route: Route) -> Iterator[Problem]:
    if stage is not route.stages[-1]:
        yield Problem(stage.key, "signature_last", _("The signature has to be the last stage."))
    if stage.when is not None:
        yield Problem(stage.key, "signature_always", _("The signature cannot depend on a condition."))
    if tuple(stage.who) != (SIGNER,):
        yield Problem(
            stage.key, "signature_by_signer", _("Only the signer chosen on the letter can be asked to sign.")
        )


def _of_the_order(route: Route) -> Iterator[Problem]:
    contents = [place for place, stage in enumerate(route.stages) if stage.kind == StageKind.CONTENT]
    for place, stage in enumerate(route.stages):
        if stage.kind == StageKind.FORMAT and contents and place < contents[-1]:
            yield Problem(
                stage.key, "format_after_content",
                _("The format is checked once the content stands: move this stage behind the content checks."),
            )  # fmt: skip
        if stage.kind == StageKind.FORMAT and HEAD_OF_DRAFTING_UNIT in stage.who:
            yield Problem(
                stage.key, "two_people",
                _("Content and format are answered for by two different people: "
                  "the head of the drafting unit already answers for the content."),
            )  # fmt: skip


def _of_the_stages(route: Route) -> Iterator[Problem]:
    seen: dict[str, Stage] = {}
    for stage in route.stages:
        if not _KEY.fullmatch(stage.key) or stage.key in _TAKEN:
            yield Problem(
                stage.key, "bad_key",
                _("The key %(key)s cannot be used: small letters, digits and _, at most 30, a letter first.")
                % {"key": stage.key[:40]},
            )  # fmt: skip
        if stage.key in seen:
            yield Problem(stage.key, "key_twice", _("Two stages have the key %(key)s.") % {"key": stage.key})
        yield from _of_the_name(stage)
        yield from _of_the_people(stage)
        yield from _of_the_term(stage)
        yield from _of_the_condition(stage)
        yield from _of_the_return(stage, seen, route)
        seen[stage.key] = stage


def _of_the_name(stage: Stage) -> Iterator[Problem]:
    if not stage.name.strip():
        yield Problem(stage.key, "no_name", _("Give the stage a name."))
    elif len(stage.name) > MOST_NAME:
        yield Problem(
            stage.key, "long_name", _("The name has at most %(most)d characters.") % {"most": MOST_NAME}
        )
    elif stage.name != single_line(stage.name) or _NOT_XML.search(stage.name):
        yield Problem(
            stage.key,
            "bad_name",
            _("The name is one line of ordinary characters, without spaces at its ends."),
        )
    if stage.kind not in StageKind.values:
        yield Problem(stage.key, "bad_kind", _("The kind %(kind)s is not known.") % {"kind": stage.kind[:40]})


def _of_the_people(stage: Stage) -> Iterator[Problem]:
    if not stage.who:
        yield Problem(stage.key, "nobody", _("Say who is asked at this stage."))
    if len(stage.who) > MOST_WHO:
        yield Problem(
            stage.key, "too_many", _("At most %(most)d can be asked at one stage.") % {"most": MOST_WHO}
        )
    if len(set(stage.who)) < len(stage.who):
        yield Problem(stage.key, "asked_twice", _("Somebody is asked twice at this stage."))
    for one in stage.who:
        if not is_somebody(one):
            yield Problem(stage.key, "bad_who", _("%(who)s cannot be asked.") % {"who": one[:60]})
    if stage.mode not in Mode.values:
        yield Problem(stage.key, "bad_mode", _("The mode %(mode)s is not known.") % {"mode": stage.mode[:40]})
    elif stage.mode != Mode.QUORUM and stage.quorum:
        yield Problem(
            stage.key, "quorum_unused", _("A number of people is given, but the stage does not count them.")
        )
    elif stage.mode == Mode.QUORUM and not 1 <= stage.quorum <= len(stage.who):
        yield Problem(
            stage.key, "bad_quorum",
            _("The number that has to pass lies between 1 and the %(count)d asked.") % {"count": len(stage.who)},
        )  # fmt: skip


def is_somebody(who: str) -> bool:
    """Say whether ``who`` has one of the forms by which a stage can ask somebody."""
    if who in (SIGNER, HEAD_OF_DRAFTING_UNIT):
        return True
    if who.startswith("duty:"):
        return who.removeprefix("duty:") in Duty.values
    fits = bool(_UNIT.fullmatch(who)) and who == single_line(who) and not _NOT_XML.search(who)
    return fits or bool(_POST.fullmatch(who))


def _of_the_term(stage: Stage) -> Iterator[Problem]:
    if stage.due_wd is not None and not 0 <= stage.due_wd <= MOST_DAYS:
        yield Problem(stage.key, "bad_term", _("A term is 0 to %(most)d working days.") % {"most": MOST_DAYS})


def _of_the_condition(stage: Stage) -> Iterator[Problem]:
    when = stage.when
    if when is None:
        return
    fact = FIELDS.get(when.field)
    if fact is None:
        yield Problem(
            stage.key, "bad_field", _("A condition cannot ask for %(field)s.") % {"field": when.field[:40]}
        )
    elif not _compares(when, is_number=fact.is_number):
        yield Problem(stage.key, "bad_condition", _("This condition compares what cannot be compared."))
    elif fact.choices is not None:
        known = {code for code, _label in fact.choices()}
        given = when.value if isinstance(when.value, tuple) else (when.value,)
        for one in given:
            if one not in known:
                yield Problem(
                    stage.key, "bad_value",
                    _("%(value)s is not one of the values of %(field)s.")
                    % {"value": str(one)[:40], "field": fact.label},
                )  # fmt: skip


def _compares(when: Condition, *, is_number: bool) -> bool:
    if is_number:
        return when.op in (Op.EQ, Op.NE, Op.GE, Op.LE) and isinstance(when.value, int)
    values = when.value if isinstance(when.value, tuple) else (when.value,)
    if (when.op == Op.IN) != isinstance(when.value, tuple):
        return False
    texts = [one for one in values if isinstance(one, str) and one and one == single_line(one)]
    clean = len(texts) == len(values) == len(set(values)) and not any(_NOT_XML.search(one) for one in texts)
    return when.op in (Op.EQ, Op.NE, Op.IN) and clean and 1 <= len(values) <= 40


def _of_the_return(stage: Stage, earlier: dict[str, Stage], route: Route) -> Iterator[Problem]:
    if stage.returns_to is None:
        if stage.kind != StageKind.OPINION:
            yield Problem(
                stage.key, "no_return",
                _("Whoever answers for a letter must be able to return it: say where it goes back to."),
            )  # fmt: skip
        return
    if stage.returns_to == DRAFT:
        return
    if stage.returns_to not in earlier:
        known = any(one.key == stage.returns_to for one in route.stages)
        yield Problem(
            stage.key, "forward_return" if known else "unknown_return",
            _("A letter is returned to an earlier stage or to the drafter, never forward.")
            if known
            else _("The stage it is returned to does not exist."),
        )  # fmt: skip
    elif earlier[stage.returns_to].when is not None:
        yield Problem(
            stage.key, "conditional_return",
            _("A letter cannot be returned to a stage that has a condition: it might not be passed at all."),
        )  # fmt: skip
