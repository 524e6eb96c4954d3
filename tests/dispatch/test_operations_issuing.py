"""Issuing and filing: never below its level, never another file, never twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from archive.errors import AlreadyInDossier
from archive.models import Origin
from audit.queries import history_of
from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.operations import filing, issuing, signing_off
from files.enums import FileRole
from files.models import StoredFile
from search.models import Projection
from signing.enums import Level, SigningRole, VerdictStatus
from tests.cast import Cast
from tests.factories.dispatch import NOON, accepted, complete, dossier, fresh, letter_at, stored_file


def sealed_file(cast: Cast, letter: OutgoingLetter) -> StoredFile:
    request = signing_off.request_of(letter, SigningRole.SEAL)
    assert request is not None
    return complete(request, FileRole.ISSUED)


@pytest.mark.parametrize(
    ("status", "level"),
    [
        (VerdictStatus.REJECT, Level.B_LTA),
        (VerdictStatus.INDETERMINATE, Level.B_LTA),
        (VerdictStatus.ACCEPT, Level.B_LT),
        (VerdictStatus.ACCEPT, Level.B_T),
        (VerdictStatus.ACCEPT, ""),
    ],
)
def test_a_file_below_its_level_is_not_issued(cast: Cast, status: VerdictStatus, level: str) -> None:
    letter = letter_at(cast, S.NUMBERED)
    file = sealed_file(cast, letter)
    accepted(file, status=status, level=level)
    with pytest.raises(errors.FileIsNotAccepted):
        issuing.sealed(letter=letter, file=file, by=cast.system(), at=NOON)
    assert fresh(letter).status == S.NUMBERED


def test_a_file_nobody_judged_is_not_issued(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    with pytest.raises(errors.FileIsNotAccepted):
        issuing.sealed(letter=letter, file=sealed_file(cast, letter), by=cast.system(), at=NOON)


def test_another_file_is_not_issued_however_well_it_is_signed(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    sealed_file(cast, letter)
    other = stored_file(cast.snv, FileRole.ISSUED)
    accepted(other)
    with pytest.raises(errors.FileIsOfAnother):
        issuing.sealed(letter=letter, file=other, by=cast.system(), at=NOON)


def test_a_seal_that_comes_twice_issues_once(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    assert letter.issued_file is not None
    issuing.sealed(letter=letter, file=letter.issued_file, by=cast.system(), at=NOON)
    names = [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)]
    assert names.count("letter.issued") == 1


def test_an_issued_letter_is_found_by_code_and_day(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    found = Projection.objects.get(kind="letter", key=str(letter.pk))
    assert (found.code, found.dated_on, found.facets["status"]) == ("01/SNV-CCHC", letter.legal_day, "issued")
    assert "báo cáo trước ngày 15 tháng 12" in found.text
    prefix = f"org:{cast.snv.pk}"
    assert set(found.tokens) == {
        f"{prefix}/person:{cast.minh.person_id}",
        f"{prefix}/post:{cast.minh.pk}",
        f"{prefix}/unit:{cast.units['CCHC'].pk}",
        f"{prefix}/duty:chief_of_office",
        f"{prefix}/post:{cast.binh.pk}",
        f"{prefix}/duty:head",
        f"{prefix}/duty:registry_clerk",
    }


def test_a_letter_is_filed_once_in_one_dossier(cast: Cast) -> None:
    letter, place = letter_at(cast, S.ISSUED), dossier(cast)
    filing.file_letter(letter=letter, dossier=place, by=cast.actor("minh"), at=NOON)
    with pytest.raises(AlreadyInDossier):
        filing.file_letter(letter=letter, dossier=place, by=cast.actor("lan"), at=NOON)


@pytest.mark.parametrize("station", [S.DRAFT, S.SIGNED, S.NUMBERED])
def test_only_issued_letters_are_filed(cast: Cast, station: S) -> None:
    with pytest.raises(errors.LetterIsElsewhere):
        filing.file_letter(
            letter=letter_at(cast, station), dossier=dossier(cast), by=cast.actor("minh"), at=NOON
        )


def test_the_archive_is_told_what_the_letter_is_called_and_who_may_open_it(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    port, origin = filing.LetterRecords(), Origin("letter", str(letter.pk))
    about = port.describe(origin)
    assert (about.label, about.code, about.author, about.page_count) == (
        "Công văn",
        "01/SNV-CCHC",
        "SỞ NỘI VỤ",
        2,
    )
    assert port.visible(origin, cast.actor("lan"), NOON)
    assert not port.visible(origin, cast.actor("quan"), NOON)
    with pytest.raises(KeyError):
        port.describe(Origin("letter", "987654321"))


@pytest.mark.parametrize(
    ("station", "change"),
    [
        (S.NUMBERED, {"status": S.ISSUED}),
        (S.ISSUED, {"issued_file": None}),
        (S.ISSUED, {"issued_at": None}),
        (S.ISSUED, {"legal_day": None}),
        (S.ISSUED, {"reference_code": ""}),
        (S.ISSUED, {"allocation": None}),
        (S.SIGNED, {"status": S.NUMBERED}),
        (S.SIGNED, {"signed_file": None}),
        (S.SIGNED, {"approved_sha256": "0" * 64}),
        (S.SIGNING, {"status": S.SIGNED}),
        (S.APPROVAL, {"prepared_file": None}),
        (S.APPROVAL, {"mandate": None}),
        (S.APPROVAL, {"status": S.SIGNATURE}),
        (S.DRAFT, {"verify_token": "short"}),
    ],
)
def test_a_status_without_its_facts_is_refused_by_the_database(
    cast: Cast, station: S, change: dict[str, object]
) -> None:
    letter = letter_at(cast, station)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_another_office_can_be_tied_to_a_letter() -> None:
    from tests import cast as people

    cast = people.assemble()
    letter = letter_at(cast, S.DRAFT)
    foreign = stored_file(cast.stranger.organisation)
    for change in (
        {"prepared_file": foreign},
        {"unit": cast.stranger.unit},
        {"drafter": cast.stranger.person},
        {"signer_post": cast.stranger},
    ):
        with pytest.raises(IntegrityError):
            OutgoingLetter.objects.filter(pk=letter.pk).update(**change)
