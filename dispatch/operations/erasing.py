"""A secret letter that came in all the same is erased: bytes, pictures, text, mail, words of events (design D19).

What stays is a note without content: that something came, by which way, when, and who erased it. The number of the
same bytes (their hash) stays in the row's origin, so that the scanner's folder or the mailbox does not bring it again.
"""

from __future__ import annotations

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
from dispatch.operations.receiving import KIND
from files.models import StoredFile
from files.operations import erasing as bytes_of
from lib.database import locked
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
    office as well, which has to be erased first.
    """
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    policies.may_erase_secret(by, row).enforce()
    _refuse_used_elsewhere(row)
    sources = list(
        IncomingLetter.objects.select_for_update(of=("self",)).filter(regrouped_by=row.made_by_id or 0)
    )
    for one in sources:
        one.organisation = row.organisation
        lifecycle.settle(one, IncomingStatus.ARRIVED)  # its pages are the secret's: it is the same act
    files = sum(_empty(one, by=by, at=at) for one in (row, *sources))
    recording.record(
        "incoming.erased",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"files": files, "source": str(row.source), "sources": [one.pk for one in sources]},
    )
    return row


def _refuse_used_elsewhere(row: IncomingLetter) -> None:
    """Bytes that another letter holds too would stay: the clerk is led to it."""
    blob = row.file.blob_id if row.file else None
    held = Q(file__blob=blob) | Q(attachments__file__blob=blob)
    others = IncomingLetter.objects.filter(held, organisation=row.organisation_id).exclude(pk=row.pk)
    others = others.exclude(regrouped_by=row.made_by_id) if row.made_by_id else others
    other = others.first() if blob else None
    if other is not None:
        raise errors.SecretLiesElsewhere(name=other.allocation or other.file_name or other.pk)


def _empty(row: IncomingLetter, *, by: Actor, at: datetime) -> int:
    """Take everything out of one letter, in the caller's transaction; give how many files went."""
    beside = list(IncomingAttachment.objects.filter(letter=row).select_related("file"))
    files: list[StoredFile] = [one.file for one in beside]
    files += [row.file] if row.file is not None else []
    IncomingAttachment.objects.filter(letter=row).delete()
    Proposal.objects.filter(letter=row).delete()
    Likeness.objects.filter(Q(letter=row) | Q(other=row)).delete()
    ArrivalReading.objects.filter(letter=row).delete()
    lifecycle.settle(row, IncomingStatus.ERASED)
    for name in _EMPTIED:
        setattr(row, name, "")
    row.file = row.dated_on = row.due_on = row.page_count = row.same_as = None
    row.language, row.updated_at = LANGUAGE, at
    row.save()
    subjects = [Subject(KIND, str(row.pk)), *(Subject("file", str(one.pk)) for one in files)]
    events.erase_details(organisation_key=by.organisation_key, subjects=subjects)
    forget_verdicts(files=files)
    bytes_of.erase(files=files, key=f"incoming:{row.pk}", at=at)
    return len(files)
