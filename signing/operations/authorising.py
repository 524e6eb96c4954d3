"""The PIN goes from the browser's form to the signer's memory, and nowhere else (design D10).

This is the web's side: it speaks to the signer through a socket and loads no key and no PDF library.
"""

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
from signing.enums import RequestState
from signing.keys import desk
from signing.models import SigningRequest

SIGN = "signing.sign"
LONGEST_PIN = 64


@transaction.atomic
def hand_over(*, by: Actor, at: datetime, request: SigningRequest, pin: str) -> SigningRequest:
    """Give the PIN to the signer for this one request and queue the signing; give the request, now being signed.

    Refuses: a request that no longer waits, somebody else's, changed bytes, an expired certificate, a locked or
    wrong PIN (telling how many tries remain), a signer or key that does not answer. Then nothing has changed.
    """
    row = locked(SigningRequest, request.pk)
    policies.may_authorise(by, row, queries.failures_of(row.certificate), at).enforce()
    if not 1 <= len(pin) <= LONGEST_PIN:
        raise errors.PinIsEmpty
    _ask_signer(row, pin)
    lifecycle.advance(row, RequestState.AUTHORISED)
    row.authorised_at, row.reason, row.attempts = at, "", row.attempts + 1
    row.save(update_fields=["state", "authorised_at", "reason", "attempts"])
    recording.record(
        "signature.authorised",
        subject=Subject("signing_request", str(row.pk)),
        by=by,
        at=at,
        facts={"sha256": row.expected_sha256, "certificate": row.certificate_id, "attempt": row.attempts},
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


def signer_answers() -> bool:
    """Whether the signer listens; for the page that asks for the PIN and for the health check."""
    try:
        return bool(desk.hand_over(settings.SIGNER_SOCKET, {"question": "alive"}).get("ok"))
    except desk.NobodyThere:
        return False


def _ask_signer(request: SigningRequest, pin: str) -> None:
    question = {"request": request.pk, "certificate": request.certificate_id, "pin": pin}
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
    raise errors.KeyIsAway if refusal == "key_away" else errors.SignerIsAway
