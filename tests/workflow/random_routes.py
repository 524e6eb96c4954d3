"""Random routes that could be published, and random walks through them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from dispatch.enums import Circulation, Urgency
from lib.text import single_line
from organisation.enums import Duty
from tests.workflow.route_reference import PASS, RETURN
from workflow.routes.rules import HEAD_OF_DRAFTING_UNIT, SIGNER
from workflow.routes.schema import DRAFT, Condition, Mode, Op, Route, Stage, StageKind

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20).map(
    single_line
).filter(bool) | st.sampled_from(["Ý kiến Phòng Tài chính", "Rà soát <pháp chế> & 'ký'"])
PEOPLE = [
    *(f"duty:{duty.value}" for duty in Duty),
    "unit:VP",
    "unit:TCHC & KT",
    "post:7",
    "post:12",
    HEAD_OF_DRAFTING_UNIT,
]


def _conditions() -> Any:
    return st.one_of(
        st.builds(
            Condition,
            st.just("urgency"),
            st.sampled_from([Op.EQ.value, Op.NE.value]),
            st.sampled_from(Urgency.values),
        ),
        st.builds(
            Condition,
            st.just("circulation"),
            st.just(Op.IN.value),
            st.lists(st.sampled_from(Circulation.values), min_size=1, unique=True).map(tuple),
        ),
        st.builds(
            Condition,
            st.just("copies"),
            st.sampled_from([Op.EQ.value, Op.NE.value, Op.GE.value, Op.LE.value]),
            st.integers(0, 200),
        ),
        st.builds(
            Condition,
            st.just("unit"),
            st.just(Op.EQ.value),
            st.sampled_from(["VP", 'Tổ "1"', "XDCQ", "a\\b"]),
        ),
    )


@st.composite
def routes(draw: Any, most: int = 7) -> Route:
    """A route the rules find nothing wrong with: opinions and more checks around what the law wants."""
    before = draw(st.integers(0, most // 2))
    between = draw(st.integers(0, most // 3))
    after = draw(st.integers(0, most // 3))
    plan = [*["free"] * before, "content", *["free"] * between, "format", *["opinion"] * after, "sign"]
    last_content = max(i for i, what in enumerate(plan) if what in ("content", "free"))
    stages: list[Stage] = []
    for place, what in enumerate(plan):
        kind = {"content": "content", "format": "format", "sign": "signature"}.get(what)
        if kind is None:
            kind = draw(st.sampled_from(["opinion", "content"])) if what == "free" else "opinion"
        assert kind != "format" or place > last_content
        stages.append(_stage(draw, place, what, kind, stages))
    return Route(tuple(stages))


def _stage(draw: Any, place: int, what: str, kind: str, earlier: list[Stage]) -> Stage:
    when, mode, quorum = None, Mode.ALL.value, 0
    if what == "content":
        who: tuple[str, ...] = (HEAD_OF_DRAFTING_UNIT,)
    elif what == "sign":
        who = (SIGNER,)
    else:
        people = [one for one in PEOPLE if kind != StageKind.FORMAT or one != HEAD_OF_DRAFTING_UNIT]
        who = tuple(draw(st.lists(st.sampled_from(people), min_size=1, max_size=4, unique=True)))
        mode = draw(st.sampled_from(Mode.values))
        quorum = draw(st.integers(1, len(who))) if mode == Mode.QUORUM else 0
        when = draw(st.none() | _conditions()) if what != "format" else None
    back = [DRAFT, *(stage.key for stage in earlier if stage.when is None)]
    return Stage(
        key=f"s{place}",
        name=draw(NAMES),
        kind=kind,
        who=who,
        mode=mode,
        quorum=quorum,
        due_wd=draw(st.none() | st.integers(0, 30)),
        when=when,
        returns_to=draw(st.sampled_from([*back, None] if kind == "opinion" else back)),
    )


FACTS = st.fixed_dictionaries(
    {
        "kind": st.just("cong_van"),
        "urgency": st.sampled_from(Urgency.values),
        "circulation": st.sampled_from(Circulation.values),
        "unit": st.sampled_from(["VP", "XDCQ"]),
        "copies": st.integers(0, 200),
    },
    optional={"authority": st.sampled_from(["head", "for_head"])},
)
# Mostly passing, or no walk of a long route would ever see its end.
ACTS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([PASS, PASS, PASS, PASS, RETURN])), max_size=60)
