"""The signer's side of the counter: try the PIN, count failures, keep the right one for a minute."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from audit.models import Subject
from audit.operations import recording
from organisation.models.actor import Actor
from signing import policies, queries
from signing.keys import opening
from signing.keys.base import KeyUnavailable, PinLocked, PinRefused, SigningKey
from signing.keys.pinbox import MOST_FILES, PinBox
from signing.models import PinFailure, SigningCertificate

HASH_DIGITS = 64


def respond(question: Mapping[str, object], box: PinBox, *, at: datetime) -> dict[str, object]:
    """Answer one question: is anybody there; hold this PIN for that request, or for those files; use it for one."""
    if question.get("question") == "alive":
        return {"ok": True}
    if question.get("question") == "draw":
        return _draw(question, box)
    request, files = question.get("request"), question.get("files")
    key, pin = question.get("certificate"), question.get("pin")
    if not isinstance(key, int) or not isinstance(pin, str):
        return {"refusal": "question"}
    if not isinstance(request, int) and not _are_hashes(files):
        return {"refusal": "question"}
    certificate = SigningCertificate.objects.filter(pk=key).first()
    if certificate is None:
        return {"refusal": "question"}
    answer = try_pin(certificate, pin, at=at)
    if answer.get("ok"):
        if isinstance(request, int):
            box.hold(request, pin)
        else:
            box.hold_batch(str(question.get("batch")), files, pin)  # type: ignore[arg-type]  # looked at above
    return answer


def _draw(question: Mapping[str, object], box: PinBox) -> dict[str, object]:
    request = question.get("request")
    if not isinstance(request, int):
        return {"refusal": "question"}
    held = box.draw(str(question.get("batch")), str(question.get("file")), request)
    return {"ok": True} if held else {"refusal": "pin_gone"}


def _are_hashes(files: object) -> bool:
    return (
        isinstance(files, list)
        and 0 < len(files) <= MOST_FILES
        and all(isinstance(one, str) and len(one) == HASH_DIGITS for one in files)
    )


def key_of(certificate: SigningCertificate) -> SigningKey:
    """The key of a certificate, for the signer only; raises KeyUnavailable for a place this machine does not know."""
    return opening.key_of(
        certificate.key_reference, settings.PKI_DIR, modules=settings.PKCS11_MODULES, demo=settings.DEMO
    )


@transaction.atomic
def try_pin(certificate: SigningCertificate, pin: str, *, at: datetime) -> dict[str, object]:
    """Open the key with the PIN; a wrong one is counted and after five no more are tried.

    A right PIN clears the count. The row of the certificate is not locked, because the web's transaction refers to
    it while it waits for the answer; an advisory lock keeps two tries apart instead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x51C4, certificate.pk % 2**31])
    if queries.remaining_tries(certificate) == 0:
        return {"refusal": "locked"}
    try:
        key_of(certificate).check(pin)
    except PinRefused:
        return _count(certificate, at)
    except PinLocked:
        return {"refusal": "locked"}
    except KeyUnavailable:
        return {"refusal": "key_away"}
    PinFailure.objects.filter(certificate=certificate, cleared_at__isnull=True).update(cleared_at=at)
    return {"ok": True}


def _count(certificate: SigningCertificate, at: datetime) -> dict[str, object]:
    PinFailure.objects.create(organisation=certificate.organisation, certificate=certificate, at=at)
    remaining = queries.remaining_tries(certificate)
    recording.record(
        "pin.refused",
        subject=Subject("certificate", str(certificate.pk)),
        by=Actor.system(certificate.organisation, "signer"),
        at=at,
        facts={"failures": policies.MOST_FAILURES - remaining},
    )
    return {"refusal": "wrong_pin", "remaining": remaining} if remaining else {"refusal": "locked"}
