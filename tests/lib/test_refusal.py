import pytest

from lib.refusal import Refusal, permit, permit_if, refuse


class NumberIsTaken(Refusal):
    sentence = "Number %(number)s is taken."


def test_a_refusal_says_its_sentence_with_its_facts() -> None:
    assert str(NumberIsTaken(number=12)) == "Number 12 is taken."


def test_a_verdict_is_truthy_when_permitted_and_raises_its_refusal_otherwise() -> None:
    assert permit()
    assert permit().reason == ""
    verdict = refuse(NumberIsTaken(number=3))
    assert not verdict
    assert verdict.reason == "Number 3 is taken."
    with pytest.raises(NumberIsTaken):
        verdict.enforce()


def test_permit_if_declines_with_the_given_fact() -> None:
    assert permit_if(1, otherwise=NumberIsTaken)
    assert isinstance(permit_if(0, otherwise=NumberIsTaken).refusal, NumberIsTaken)
