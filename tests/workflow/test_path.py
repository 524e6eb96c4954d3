"""A letter goes the whole way, and every way back, out and aside."""

from __future__ import annotations

import pytest

from audit.models import Event
from dispatch import errors as letter_errors
from dispatch.enums import LetterStatus
from tests.workflow.office import Office
from workflow import doctor, errors, queries

WAY = [
    ("draft", LetterStatus.DRAFT),
    ("check_content", LetterStatus.CONTENT_CHECK),
    ("check_format", LetterStatus.FORMAT_CHECK),
    ("prepare", LetterStatus.PREPARING),
    ("approve", LetterStatus.APPROVAL),
    ("sign", LetterStatus.SIGNATURE),
    ("await_signature", LetterStatus.SIGNING),
    ("number_and_seal", LetterStatus.SIGNED),
    ("await_seal", LetterStatus.NUMBERED),
    ("file_letter", LetterStatus.ISSUED),
]


def test_the_whole_way(office: Office) -> None:
    letter = office.draft()
    for step, status in WAY:
        assert queries.position_of(letter) == {step}
        assert office.read(letter).status == status
        assert doctor.findings(office.at) == []
        office.next(letter, step)
    letter = office.read(letter)
    assert queries.position_of(letter) == set()
    assert letter.dossier is not None
    assert letter.allocation.number == 1
    assert doctor.findings(office.at) == []
    names = list(Event.objects.filter(subject_kind="letter").values_list("name", flat=True))
    assert names == [
        "letter.drafted",
        "letter.version_saved",
        "letter.submitted",
        "letter.content_passed",
        "letter.format_passed",
        "letter.prepared",
        "letter.approved",
        "letter.signature_requested",
        "letter.leader_signed",
        "letter.numbered",
        "letter.issued",
        "letter.filed",
    ]
