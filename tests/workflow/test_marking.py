"""Separate attachments are signed for the organisation with the seal, by the same PIN, each in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch import errors, queries
from dispatch.models import OutgoingLetter
from dispatch.operations import drafting
from files import ports as file_ports
from files.operations import storing
from files.queries import content_of
from files.rendering import render_pdf
from files.store.filesystem import FilesystemStore
from signing import errors as signing_errors
from signing.judging import verdict
from signing.judging.results import Expected
from signing.queries import verdict_of
from tests.signing.conftest import PIN, Pki
from tests.signing.conftest import pki as _pki
from tests.sizes import LONG
from tests.trayoffice import Machines, TrayOffice, found, machines, until
from workflow.outgoing_letter import moves

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
pki = _pki


@pytest.fixture(autouse=True)
def signer() -> None:
    """The counter is a real process here."""


@pytest.fixture
def office(pki: Pki, tmp_path: Path, settings: Any) -> Iterator[TrayOffice]:
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    yield found(pki, tmp_path, settings)


@pytest.fixture
def running(office: TrayOffice, tmp_path: Path, settings: Any) -> Iterator[Machines]:
    with machines(tmp_path, settings) as made:
        yield made


def attach(office: TrayOffice, letter: OutgoingLetter, name: str, content: bytes) -> None:
    laid = storing.deposit(organisation_key=office.organisation.pk, content=content, name=name)
    drafting.attach_upload(letter=letter, deposited=laid, by=office.minh, at=office.later())


def table(title: str) -> bytes:
    return render_pdf(f"<html lang=vi><body><h1>{title}</h1></body></html>").pdf


def signed_letter(office: TrayOffice, *names: str) -> OutgoingLetter:
    """A letter with attachments, signed by its leader and at the registry."""
    letter = office.draft()
    for name in names:
        attach(office, letter, name, table(name) if name.endswith(".pdf") else b"so lieu\n")
    letter = office.carry(letter, "sign")
    moves.sign(
        item=office.item(letter), sha256=letter.prepared_sha256, pin=PIN, by=office.binh, at=office.later()
    )
    until(lambda: office.read(letter).status == "signed")
    return office.read(letter)


def seal(office: TrayOffice, letter: OutgoingLetter, pin: str = PIN) -> OutgoingLetter:
    moves.number_and_seal(item=office.item(letter), pin=pin, by=office.lan, at=office.later())
    until(lambda: office.read(letter).status == "issued")
    return office.read(letter)


def test_every_pdf_is_signed_with_the_number_and_the_rest_goes_as_it_is(
    office: TrayOffice, running: Machines, pki: Pki
) -> None:
    letter = seal(office, signed_letter(office, "phụ lục.pdf", "số liệu.txt"))
    until(lambda: not queries.marks_under_way(letter))
    first, second = (one.attachment for one in queries.marks_of(letter))
    assert first.signed_file is not None
    assert content_of(first.signed_file).startswith(content_of(first.file))
    kept = verdict_of(first.signed_file)
    assert kept is not None
    assert (kept.status, kept.level) == ("ACCEPT", "B-LTA")
    judged = verdict.judge(
        content_of(first.signed_file), [pki.root], at=datetime.now(UTC), expected=Expected(fields=("Text",))
    )
    assert [one.field for one in judged.signers] == ["Text"]
    assert second.signed_file is None
    assert second.sent_file == second.file


@LONG
def test_a_wrong_pin_numbers_nothing_and_signs_nothing(office: TrayOffice, running: Machines) -> None:
    letter = signed_letter(office, "phụ lục.pdf")
    with pytest.raises(signing_errors.WrongPin):
        moves.number_and_seal(item=office.item(letter), pin="000000", by=office.lan, at=office.later())
    fresh = office.read(letter)
    assert fresh.allocation is None
    assert queries.marks_of(fresh)[0].request is None


@LONG
def test_what_is_signed_already_by_others_stays_and_is_not_asked_for_again(
    office: TrayOffice, running: Machines, pki: Pki
) -> None:
    from signing.engine import texts
    from tests.signing.conftest import sign
    from tests.signing.test_texts import FONT

    letter = office.draft()
    theirs = sign(pki, table("biên bản"), "Text", "yen", mark=texts.Mark(("BÊN KHÁC",), FONT))
    attach(office, letter, "biên bản.pdf", theirs)
    letter = office.carry(letter, "sign")
    moves.sign(
        item=office.item(letter), sha256=letter.prepared_sha256, pin=PIN, by=office.binh, at=office.later()
    )
    until(lambda: office.read(letter).status == "signed")
    letter = seal(office, office.read(letter))
    until(lambda: queries.takes_none(queries.marks_of(letter)[0].request))
    assert queries.marks_missing(letter) == []
    with pytest.raises(errors.NoAttachmentWaits):
        moves.mark_attachments(letter=letter, pin=PIN, by=office.lan, at=office.later())
