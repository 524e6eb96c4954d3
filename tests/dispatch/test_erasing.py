"""A secret that came in is erased with all that was made of it; a note without content stays (design D19)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from audit.models import Event, EventDetail
from audit.queries import history_of
from dispatch import errors
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.enums import IncomingStatus as I
from dispatch.models import ArrivalReading, IncomingAttachment, IncomingLetter, Proposal
from dispatch.operations import arriving, describing, erasing, mail_arrivals, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.taking_in import Coming
from files.models import Blob, Rendition, StoredFile
from files.operations import erasing as bytes_of
from files.operations import previews, storing
from files.ports import blob_store
from jobs import ports
from jobs.operations import working
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import QUEUES, book_of_arrivals
from tests.files.pieces import pdf

WORDS = ("quyet-mat.pdf", "chuyện không ai được biết", "BỘ TƯ LỆNH", "vanthu@so.example")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def mailed(cast: Cast) -> IncomingLetter:
    message = EmailMessage()
    message["From"], message["Subject"] = f"Văn thư <{WORDS[3]}>", WORDS[1]
    message.set_content("Kính gửi")
    message.add_attachment(pdf(2), maintype="application", subtype="pdf", filename=WORDS[0])
    letter = mail_arrivals.take_mail(
        content=message.as_bytes(), name="thu.eml", source=ArrivalSource.MAILBOX, origin_key="mailbox:1",
        secrecy=Secrecy.NONE, by=cast.actor("lan"), at=NOON,
    )  # fmt: skip
    facts = ArrivalFacts(issuer=WORDS[2], subject=WORDS[1])
    return describing.describe(letter=letter, facts=facts, by=cast.actor("lan"), at=NOON)


def work(*kinds: str) -> None:
    ports.join({"files.preview": previews.run_preview, bytes_of.ERASE: bytes_of.run})
    while working.run_one(QUEUES, clock=lambda: NOON, kinds=list(kinds)):
        pass


def all_that_is_said(letter: IncomingLetter) -> str:
    rows: list[Any] = [letter.__dict__, *StoredFile.objects.values(), *Proposal.objects.values()]
    rows += [
        *Event.objects.values_list("facts", flat=True),
        *EventDetail.objects.values_list("text", flat=True),
    ]
    return str(rows)


def test_nothing_that_says_anything_is_left(cast: Cast) -> None:
    letter = mailed(cast)
    work("files.preview")
    hashes = list(Blob.objects.values_list("sha256", flat=True))
    assert Rendition.objects.exists()
    assert all(word in all_that_is_said(letter) for word in WORDS)
    before = Event.objects.count()
    note = erasing.erase_secret(letter=letter, by=cast.actor("lan"), at=NOON)
    note.refresh_from_db()
    assert (note.status, note.file, note.source) == (I.ERASED, None, ArrivalSource.MAILBOX)
    assert not any(word in all_that_is_said(note) for word in WORDS)
    for rows in (StoredFile, Blob, Rendition, IncomingAttachment, Proposal, ArrivalReading):
        assert not rows.objects.exists(), rows
    work(bytes_of.ERASE)
    assert not any(blob_store().exists(cast.snv.pk, sha256) for sha256 in hashes)
    # the events stay with their hashes, in their number and one more: who erased it, when
    assert Event.objects.count() == before + 1
    last = history_of(cast.snv.pk, "incoming", letter.pk).last()
    assert last is not None
    assert (last.name, last.facts["files"]) == ("incoming.erased", 2)


def test_the_same_mail_is_not_taken_in_again(cast: Cast) -> None:
    erasing.erase_secret(letter=mailed(cast), by=cast.actor("lan"), at=NOON)
    coming = Coming(source=ArrivalSource.MAILBOX, secrecy=Secrecy.NONE, origin_key="mailbox:1")
    main = storing.deposit(organisation_key=cast.snv.pk, content=pdf(2), name="a.pdf")
    assert taking_in.take_in(coming=coming, main=main, by=cast.actor("lan"), at=NOON).status == I.ERASED
    assert IncomingLetter.objects.count() == 1


def test_only_the_registry_erases_and_only_before_the_number(cast: Cast) -> None:
    letter = mailed(cast)
    with pytest.raises(errors.NotTheRegistry):
        erasing.erase_secret(letter=letter, by=cast.actor("binh"), at=NOON)
    book_of_arrivals(cast.actor("lan"))
    arriving.register(letter=letter, entry=Registration(), by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.IncomingIsElsewhere):
        erasing.erase_secret(letter=letter, by=cast.actor("lan"), at=NOON)


def test_bytes_that_lie_in_another_letter_are_named_first(cast: Cast) -> None:
    letter = mailed(cast)
    lay = storing.deposit(organisation_key=cast.snv.pk, content=pdf(2), name="ban-khac.pdf")
    coming = Coming(source=ArrivalSource.UPLOAD, secrecy=Secrecy.NONE)
    other = taking_in.take_in(coming=coming, main=lay, by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.SecretLiesElsewhere, match="ban-khac.pdf"):
        erasing.erase_secret(letter=letter, by=cast.actor("lan"), at=NOON)
    assert other.file_name == "ban-khac.pdf"


def test_the_database_keeps_the_note_empty(cast: Cast) -> None:
    note = erasing.erase_secret(letter=mailed(cast), by=cast.actor("lan"), at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingLetter.objects.filter(pk=note.pk).update(subject="còn nhớ")
