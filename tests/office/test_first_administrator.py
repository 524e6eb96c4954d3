"""An empty office becomes usable: one organisation, one administrator, once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from organisation.enums import Duty
from organisation.models import Organisation, Person, Post

ANSWERS = {
    "code": "SNV",
    "name": "SỞ NỘI VỤ",
    "symbol": "SNV",
    "place": "Hưng Sơn",
    "full_name": "Nguyễn Văn Quân",
    "username": "quan",
}


def found(**changes: Any) -> str:
    said = io.StringIO()
    call_command("first_administrator", stdout=said, **{**ANSWERS, **changes})
    return said.getvalue()


@pytest.mark.django_db
def test_the_administrator_can_sign_in_with_the_password_shown() -> None:
    said = found()
    shown = re.search(r"shown only now: (\S+)", said)
    assert shown is not None
    person = authenticate(username="quan", password=shown[1], request=None)
    assert person == Person.objects.get(username="quan")
    assert Post.objects.get(person=person).duties == [Duty.ADMINISTRATOR.value]
    assert Organisation.objects.get().periods.get().name == "SỞ NỘI VỤ"


@pytest.mark.django_db
def test_a_second_run_changes_nothing() -> None:
    found()
    assert "already" in found(username="another")
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"), [({"name": ""}, "--name"), ({"profile": "royal"}, "'state' or 'party'")]
)
def test_an_answer_that_is_missing_or_wrong_is_named_and_nothing_is_created(
    wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        found(**wrong)
    assert not Organisation.objects.exists()
