"""The PIN goes from the browser's form to the signer's memory, and nowhere else (design D10).

This is the web's side: it speaks to the signer through a socket and loads no key and no PDF library.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from lib.database import locked
from organisation.models.actor import Actor
from signing import errors, lifecycle, policies, queries
from signing.enums import RequestState, SigningRole
from signing.keys import desk
from signing.keys.pinbox import MOST_FILES
from signing.models import SigningCertificate, SigningRequest

SIGN = "signing.sign"
LONGEST_PIN = 64


@dataclass(frozen=True)
class HeldPin:
    """A PIN the signer already holds for the files of a batch: named, never carried."""

    batch: str


@transaction.atomic
def hand_over(*, by: Actor, at: datetime, request: SigningRequest, pin: str | HeldPin) -> SigningRequest:
    """Give the PIN to the signer for this one request and queue the signing; give the request, now being signed.

    With a ``HeldPin`` the signer takes the one it holds for the batch, once for each file. Refuses: a request that
    no longer waits, somebody else's, changed bytes, an expired certificate, a locked or wrong PIN (telling how many
    tries remain), one no longer held, a signer or key that does not answer. Then nothing has changed.
    """
    row = locked(SigningRequest, request.pk)
    policies.may_authorise(by, row, queries.failures_of(row.certificate), at).enforce()
    if isinstance(pin, HeldPin):
        _ask({"question": "draw", "batch": pin.batch, "file": row.expected_sha256, "request": row.pk})
    else:
        _ask({"request": row.pk, "certificate": row.certificate_id, "pin": _plausible(pin)})
    lifecycle.advance(row, RequestState.AUTHORISED)
    row.authorised_at, row.reason, row.attempts = at, "", row.attempts + 1
    row.save(update_fields=["state", "authorised_at", "reason", "attempts"])
    held = {"batch": pin.batch} if isinstance(pin, HeldPin) else {}
    recording.record(
        "signature.authorised",
        subject=Subject("signing_request", str(row.pk)),
        by=by,
        at=at,
        facts={
            "sha256": row.expected_sha256,
            "certificate": row.certificate_id,
            "attempt": row.attempts,
            **held,
        },
    )
    enqueue(
        SIGN,
        key=f"{row.pk}/{row.attempts}",
        organisation_key=row.organisation_id,
        payload={"request": row.pk},
        queue=Queue.SIGNER,
        at=at,
    )
    return row


@transaction.atomic
def hold_for_batch(
    *, by: Actor, at: datetime, batch: HeldPin, role: SigningRole, files: Sequence[str], pin: str
) -> SigningCertificate:
    """Let the signer hold the PIN for exactly the files with these hashes; give the certificate it opens.

    Each file draws it once (``hand_over``), and what is not drawn within the time of the batch is forgotten.
    Refuses: no certificate, somebody else's, one not valid now, more than a hundred files, a wrong or locked PIN.
    """
    certificate = queries.certificate_to_use(by, role, at)
    if certificate is None:
        raise errors.NoCertificate
    policies.may_use(by, certificate, at).enforce()
    if queries.failures_of(certificate) >= policies.MOST_FAILURES:
        raise errors.PinIsLocked
    if len(files) > MOST_FILES:
        raise errors.TooManyAtOnce(most=MOST_FILES)
    _ask(
        {
            "batch": batch.batch,
            "files": list(files),
            "certificate": certificate.pk,
            "pin": _plausible(pin),
        }
    )
    recording.record(
        "pin.held_for_batch",
        subject=Subject("certificate", str(certificate.pk)),
        by=by,
        at=at,
        facts={"batch": batch.batch, "files": list(files)},
    )
    return certificate


def signer_answers() -> bool:
    """Whether the signer listens; for the page that asks for the PIN and for the health check."""
    try:
        return bool(desk.hand_over(settings.SIGNER_SOCKET, {"question": "alive"}).get("ok"))
    except desk.NobodyThere:
        return False


def _plausible(pin: str) -> str:
    if not 1 <= len(pin) <= LONGEST_PIN:
        raise errors.PinIsEmpty
    return pin


def _ask(question: dict[str, object]) -> None:
    try:
        answer = desk.hand_over(settings.SIGNER_SOCKET, question)
    except desk.NobodyThere as error:
        raise errors.SignerIsAway from error
    if answer.get("ok"):
        return
    refusal = answer.get("refusal")
    if refusal == "wrong_pin":
        raise errors.WrongPin(remaining=answer.get("remaining", 0))
    if refusal == "locked":
        raise errors.PinIsLocked
    if refusal == "pin_gone":
        raise errors.PinIsGone
    raise errors.KeyIsAway if refusal == "key_away" else errors.SignerIsAway
