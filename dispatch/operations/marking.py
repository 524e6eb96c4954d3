"""Sign separate attachments for the organisation, as text (Decree 30/2020 App. I): part of the act of sealing.

Each PDF gets a signed file of its own beside the original, which stays untouched; what is no PDF, or cannot carry a
signature, goes along as it is and is said so.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.models import Subject
from audit.operations import recording
from dispatch import policies, queries
from dispatch.models import Attachment, OutgoingLetter
from dispatch.operations import closing, locking
from jobs.models import Job
from jobs.operations.leasing import finishing
from lib.database import locked
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations import requesting

SIGNED = "dispatch.attachment_signed"


@transaction.atomic
def request_marks(*, letter: OutgoingLetter, by: Actor, at: datetime) -> list[SigningRequest]:
    """Ask for the organisation's signature on every attachment that still lacks it; give those waiting for a PIN.

    What is being signed already, and what was found unable to carry a signature, is left alone. Refuses everybody
    but the registry, and a letter without its number: the signature shows it.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_mark(by, letter).enforce()
    asked = []
    for missing in queries.marks_missing(letter):
        standing = missing.request
        if standing is not None and standing.state == RequestState.PREPARED:
            if by.person is not None and standing.person_id == by.person.pk:
                asked.append(standing)
                continue
            requesting.withdraw(by=by, at=at, request=standing)
        asked.append(_ask(missing.attachment, letter, by=by, at=at))
    return asked


def let_go(*, letter: OutgoingLetter, by: Actor, at: datetime) -> None:
    """Forget signatures that name a number which is voided. Part of voiding it; ``letter`` is locked."""
    for mark in queries.marks_of(letter):
        if mark.request is not None and mark.request.state == RequestState.PREPARED:
            requesting.withdraw(by=by, at=at, request=mark.request)
    letter.attachments.filter(signed_file__isnull=False).update(signed_file=None)


def take_over(job: Job) -> None:
    """Keep the signed file with its attachment, unless the number it names was voided meanwhile. A job's handler."""
    request = SigningRequest.objects.select_related("organisation", "result").get(pk=job.payload["request"])
    key, _slash, allocation = request.origin_key.partition("/")
    attachment = Attachment.objects.select_related("letter").get(pk=int(key))
    at, by = timezone.now(), Actor.system(request.organisation, SIGNED)
    with transaction.atomic():
        letter = locking.locked_letter(attachment.letter, by)
        row = locked(Attachment, attachment.pk)
        with finishing(job, at=at):
            if request.result is None or str(letter.allocation_id) != allocation or row.signed_file_id:
                return
            row.signed_file = request.result
            row.save(update_fields=["signed_file"])
            facts = {"attachment": row.pk, "file": request.result_id, "sha256": request.result.sha256}
            subject = Subject(closing.KIND, str(letter.pk))
            recording.record("letter.attachment_signed", subject=subject, by=by, at=at, facts=facts)


HANDLERS = {SIGNED: take_over}


def _ask(attachment: Attachment, letter: OutgoingLetter, *, by: Actor, at: datetime) -> SigningRequest:
    return requesting.request_signature(
        by=by,
        at=at,
        file=attachment.file,
        role=SigningRole.TEXT,
        origin=requesting.Origin(queries.ATTACHMENT, queries.mark_key(attachment, letter)),
        expected_sha256=attachment.file.sha256,
        prefill={requesting.TEXT: letter.reference_code},
    )
