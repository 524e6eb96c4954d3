"""Reading second signatures."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from dispatch.enums import COSIGNED_OVER, CosigningState
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from organisation.enums import Duty
from organisation.models import Organisation
from organisation.models.actor import Actor
from signing import queries as signatures
from signing.enums import SigningRole
from signing.models import SigningRequest

JOINT = "joint"


def cosignature_of(letter: OutgoingLetter) -> CoSignature | None:
    """Give the second signatory the letter has now, or None; those who refused or were let go do not count."""
    # A letter signed on paper is drawn up before it is saved; a locked one knows whether it has any.
    if letter.pk is None or not letter.cosigned:
        return None
    rows = CoSignature.objects.filter(letter=letter).exclude(state__in=COSIGNED_OVER)
    return rows.select_related("post__person").first()


def with_cosigned(letters: QuerySet[OutgoingLetter]) -> QuerySet[OutgoingLetter]:
    """Let each letter know whether it has a second signatory now, so that nobody has to ask for none."""
    now = CoSignature.objects.filter(letter=OuterRef("pk")).exclude(state__in=COSIGNED_OVER)
    return letters.annotate(cosigned=Exists(now))  # type: ignore[no-redef]  # the class has a default


def cosignatures_of(letter: OutgoingLetter) -> list[CoSignature]:
    """Give every second signatory the letter ever had, the latest last."""
    return list(CoSignature.objects.filter(letter=letter).select_related("post__person").order_by("id"))


def is_wholly_signed(letter: OutgoingLetter) -> bool:
    """Say whether nothing but the lead's own seal is missing, or was: the second signature, the partner's seal."""
    row = cosignature_of(letter)
    if row is None:
        return "second" not in letter.printed
    return row.state == (CosigningState.SEALED if row.is_joint else CosigningState.SIGNED)


def cosignature_by_key(pk: int) -> CoSignature:
    """Give one second signatory to a job, with its letter; raises DoesNotExist."""
    rows = CoSignature.objects.select_related(
        "letter__organisation", "letter__unit", "letter__signed_file__blob", "sealed_file__blob"
    )
    return rows.get(pk=pk)


def joint_requests_of(organisation: Organisation) -> QuerySet[JointRequest]:
    """Give what other organisations ask this one to sign with them, the newest first."""
    rows = JointRequest.objects.filter(organisation=organisation)
    shown = ("organisation", "file__blob", "signer_post__person", "mandate", "answered_by__person")
    return rows.select_related(*shown).order_by("-asked_at", "-id")


def joint_request_of(organisation: Organisation, pk: int) -> JointRequest:
    """Give one of them; raises DoesNotExist."""
    return joint_requests_of(organisation).get(pk=pk)


def joint_waiting_for(actor: Actor) -> QuerySet[JointRequest]:
    """Give the joint letters that wait for this person: to be answered, to be signed, to be sealed."""
    mine = Q(state=CosigningState.TO_SIGN, signer_post=actor.post)
    if actor.has_duty(Duty.REGISTRY_CLERK):
        mine |= Q(state__in=[CosigningState.ASKED, CosigningState.TO_SEAL])
    elif actor.has_duty(Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE):
        mine |= Q(state=CosigningState.ASKED)
    return joint_requests_of(actor.organisation).filter(mine)


def joint_signature_of(request: JointRequest, role: SigningRole) -> SigningRequest | None:
    """Give the latest request for the signature or the seal of a joint letter at the partner, or None."""
    return signatures.request_for(request.organisation, JOINT, str(request.pk), role)


def unlike_joint_rows(since: datetime) -> list[tuple[CoSignature, str]]:
    """Give second signatures of partners whose two rows have not agreed since ``since``, with what the partner has."""
    theirs = dict(JointRequest.objects.values_list("origin_cosignature", "state"))
    rows = CoSignature.objects.exclude(partner="").filter(letter__updated_at__lt=since)
    pairs = [(row, theirs.get(row.pk, "")) for row in rows]
    over = [
        str(state) for state in COSIGNED_OVER
    ]  # taken back before it was carried: the partner never heard of it
    return [(row, said) for row, said in pairs if said != row.state and (said or row.state not in over)]
