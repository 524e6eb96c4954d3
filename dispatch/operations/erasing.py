"""A secret letter that came in all the same is erased: bytes, pictures, text, mail, words of events (design D19).

What stays is a note without content: that something came, by which way, when, and who erased it. The number of the
same bytes (their hash) stays in the row's origin, so that the scanner's folder or the mailbox does not bring it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from audit.models import Subject
from audit.operations import erasing as events
from audit.operations import recording
from dispatch import errors, lifecycle, policies
from dispatch.enums import IncomingStatus
from dispatch.models import ArrivalReading, IncomingAttachment, IncomingLetter, Likeness, Proposal
from dispatch.models.incoming import LANGUAGE
from dispatch.operations import linking
from dispatch.operations.receiving import KIND
from files.models import StoredFile
from files.operations import erasing as bytes_of
from organisation.models.actor import Actor
from signing.operations.forgetting import forget_verdicts

_EMPTIED = (
    "issuer", "issuer_folded", "sender", "number", "symbol", "reference_code", "kind", "kind_name", "subject", "signer",
    "signer_title", "addressees", "note", "field_of_work", "reply_address", "held_mark", "not_secret_because",
    "verify_token",
)  # fmt: skip


@transaction.atomic
def erase_secret(*, letter: IncomingLetter, by: Actor, at: datetime) -> IncomingLetter:
    """Erase a letter that is secret, with what it was made of when a pile was divided; give the empty note.

    Refuses whoever is not the registry, a letter that has its number, and bytes that lie in another letter of the
    office as well, which has to be erased first. Further copies lie in the tray again, to be erased as well.
    """
    row, copies = linking.locked_with_copies(letter, by)
    policies.may_erase_secret(by, row).enforce()
    # Of two secrets of one pile the first has taken the pile with it.
    taken = IncomingLetter.objects.filter(regrouped_by=row.made_by_id or 0, status=IncomingStatus.REGROUPED)
    sources = list(taken.select_for_update(of=("self",)).order_by("id"))
    rows = [row, *sources]
    files = _files_of(rows)
    _refuse_used_elsewhere(rows, files)
    for one in sources:
        one.organisation = row.organisation
        lifecycle.settle(one, IncomingStatus.ARRIVED)  # its pages are the secret's: it is the same act
    # What came with the pile lies beside the letters made of it as well: first let go everywhere, then erased.
    IncomingAttachment.objects.filter(letter__in=rows).delete()
    for one in rows:
        _empty(one, at=at)
    linking.lay_back(
        copies=copies, by=by, at=at
    )  # after it: the history of a copy names nothing of the secret
    subjects = [Subject(KIND, str(one.pk)) for one in rows]
    subjects += [Subject("file", str(one.pk)) for one in files]
    events.erase_details(organisation_key=by.organisation_key, subjects=subjects)
    forget_verdicts(files=files)
    bytes_of.erase(files=files, key=f"incoming:{row.pk}", at=at)
    recording.record(
        "incoming.erased",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"files": len(files), "source": str(row.source), "sources": [one.pk for one in sources]},
    )
    return row


def _files_of(rows: Sequence[IncomingLetter]) -> list[StoredFile]:
    """Give the files of the letters and what lies beside them, each once: the pile's own first."""
    beside = IncomingAttachment.objects.filter(letter__in=rows).select_related("file").order_by("id")
    files = [row.file for row in rows if row.file is not None] + [one.file for one in beside]
    return list({one.pk: one for one in files}.values())


def _refuse_used_elsewhere(rows: Sequence[IncomingLetter], files: Sequence[StoredFile]) -> None:
    """Bytes that another letter holds too would stay: the clerk is led to it."""
    blobs = [row.file.blob_id for row in rows if row.file is not None]
    held = Q(file__blob__in=blobs) | Q(attachments__file__blob__in=blobs) | Q(attachments__file__in=files)
    others = IncomingLetter.objects.filter(held, organisation=rows[0].organisation_id)
    other = others.exclude(pk__in=[row.pk for row in rows]).order_by("id").first()
    if other is not None:
        raise errors.SecretLiesElsewhere(name=other.allocation or other.file_name or other.pk)


def _empty(row: IncomingLetter, *, at: datetime) -> None:
    """Take everything out of one letter, in the caller's transaction."""
    Proposal.objects.filter(letter=row).delete()
    Likeness.objects.filter(Q(letter=row) | Q(other=row)).delete()
    ArrivalReading.objects.filter(letter=row).delete()
    lifecycle.settle(row, IncomingStatus.ERASED)
    for name in _EMPTIED:
        setattr(row, name, "")
    row.file = row.dated_on = row.due_on = row.page_count = row.same_as = None
    row.language, row.updated_at = LANGUAGE, at
    row.save()
