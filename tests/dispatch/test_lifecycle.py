"""What may follow what, and nothing else."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from dispatch import errors, lifecycle
from dispatch.enums import EVER_ISSUED, Medium
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter

DISPATCH = Path(lifecycle.__file__).parent


@pytest.mark.parametrize(("source", "target"), list(product(S, S)))
def test_advance_does_what_the_table_says_and_refuses_the_rest(source: S, target: S) -> None:
    letter = OutgoingLetter(status=source)
    if (source, target) in lifecycle.TRANSITIONS:
        lifecycle.advance(letter, target)
        assert letter.status == target
        return
    with pytest.raises(errors.IllegalStep):
        lifecycle.advance(letter, target)
    assert letter.status == source


def test_what_was_issued_stays_issued_replaced_or_recalled() -> None:
    beyond = {target for source, target in lifecycle.TRANSITIONS if source in EVER_ISSUED}
    assert beyond == set(EVER_ISSUED)


@pytest.mark.parametrize(("source", "target"), list(product(S, S)))
def test_a_letter_on_paper_enters_issued_and_lives_on_like_any_other(source: S, target: S) -> None:
    letter = OutgoingLetter(status=source, medium=Medium.PAPER)
    after = source in EVER_ISSUED and (source, target) in lifecycle.TRANSITIONS
    if (source, target) == (S.DRAFT, S.ISSUED) or after:
        lifecycle.advance(letter, target)
        assert letter.status == target
    else:
        with pytest.raises(errors.IllegalStep):
            lifecycle.advance(letter, target)
    assert (S.DRAFT, S.ISSUED) not in lifecycle.TRANSITIONS


def test_nothing_leaves_an_end_and_everything_reaches_one() -> None:
    sources = {source for source, _target in lifecycle.TRANSITIONS}
    assert sources == set(S) - lifecycle.FINAL
    reached = set(lifecycle.ENDS)
    while True:
        more = {source for source, target in lifecycle.TRANSITIONS if target in reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(S)


def test_a_letter_is_withdrawn_until_it_has_a_number_and_refused_by_the_authority_alone() -> None:
    before_the_number = set(S) - {S.NUMBERED, *lifecycle.ENDS}
    assert before_the_number == lifecycle.WITHDRAWABLE
    assert {S.APPROVAL, S.SIGNATURE, S.SIGNING} == lifecycle.REFUSABLE
    assert before_the_number - {S.DRAFT, S.PREPARING, S.COSIGNATURE, S.SIGNED} == lifecycle.RETURNABLE


BEFORE = {S.NUMBERED: S.SIGNED, S.ISSUED: S.NUMBERED, S.SIGNED: S.SIGNING, S.SIGNATURE: S.APPROVAL}


@given(st.lists(st.sampled_from(list(S)), max_size=40))
def test_no_wandering_skips_approval_signature_or_number(wishes: list[S]) -> None:
    letter, seen = OutgoingLetter(status=S.DRAFT), {S.DRAFT}
    for wish in wishes:
        if lifecycle.may_follow(S(letter.status), wish):
            lifecycle.advance(letter, wish)
            seen.add(wish)
        if wish == S.DRAFT and letter.status == S.DRAFT:
            seen = {S.DRAFT}
        for later, earlier in BEFORE.items():
            assert later not in seen or earlier in seen


def test_the_status_is_assigned_in_one_place() -> None:
    found = [
        f"{path.relative_to(DISPATCH)}:{node.lineno}"
        for path in DISPATCH.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        for target in node.targets
        for one in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(one, ast.Attribute) and one.attr == "status"
    ]
    assert {place.split(":")[0] for place in found} == {"lifecycle.py"}


def test_the_drawing_in_the_papers_is_fresh() -> None:
    call_command("draw_lifecycle", "--check")
