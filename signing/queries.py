"""Reads of signing."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from files.models import StoredFile
from organisation.models import Organisation, Person
from organisation.models.actor import Actor
from signing import lifecycle, policies
from signing.enums import PERSONAL, RequestState, SigningRole
from signing.judging import certificates
from signing.models import CLOSED, FileVerdict, PinFailure, SigningCertificate, SigningRequest


def certificate_for(person: Person, at: datetime) -> SigningCertificate | None:
    """The certificate the person signs with at the moment; the newest when there are several."""
    return _valid(at).filter(person=person, role=SigningRole.LEADER).last()


def anybody_can_sign(people: Collection[int], at: datetime) -> bool:
    """Whether one of the people, by their keys, has a certificate to sign with at the moment."""
    return _valid(at).filter(person_id__in=people, role=SigningRole.LEADER).exists()


def seal_certificate_of(organisation: Organisation, at: datetime) -> SigningCertificate | None:
    """The certificate of the organisation's seal at the moment."""
    return _valid(at).filter(organisation=organisation, role=SigningRole.SEAL).last()


def certificate_to_use(actor: Actor, role: SigningRole, at: datetime) -> SigningCertificate | None:
    """The certificate with which ``actor`` would sign in ``role`` at the moment: the own one, or the office's seal."""
    if role not in PERSONAL:
        return seal_certificate_of(actor.organisation, at)
    return certificate_for(actor.person, at) if actor.person else None


def requests_by_key(keys: Collection[int]) -> dict[int, SigningRequest]:
    """Several requests by their keys."""
    return {request.pk: request for request in _requests().filter(pk__in=keys)}


def in_use(at: datetime) -> QuerySet[SigningCertificate]:
    """Every certificate valid at the moment and not retired, in all organisations."""
    return _valid(at).order_by("id")


def certificates_of(
    organisation: Organisation, *, person: Person | None = None
) -> QuerySet[SigningCertificate]:
    """Every certificate ever registered, of one person if named, those in use first; ``failures``: wrong PINs."""
    known = SigningCertificate.objects.filter(organisation=organisation)
    if person is not None:
        known = known.filter(person=person)
    counted = Count("pin_failures", filter=Q(pin_failures__cleared_at__isnull=True))
    rows = known.select_related("person", "organisation").annotate(failures=counted)
    return rows.order_by(F("retired_at").desc(nulls_first=True), "-id")


def request_of(organisation: Organisation, pk: int) -> SigningRequest:
    """One request with what its page shows; raises DoesNotExist."""
    return _requests().get(organisation=organisation, pk=pk)


def request_for(organisation: Organisation, kind: str, key: str, role: SigningRole) -> SigningRequest | None:
    """The latest request an origin has in a role."""
    return _requests().filter(organisation=organisation, origin_kind=kind, origin_key=key, role=role).last()


def being_signed(kind: str, role: SigningRole) -> Exists:
    """The condition that a row, the origin of requests of ``kind``, is being signed: its PIN was given, nothing failed.

    True until whoever asked has taken the signed file over; the row itself says that it was.
    """
    asked = SigningRequest.objects.filter(
        organisation=OuterRef("organisation"),
        origin_kind=kind,
        origin_key=Cast(OuterRef("pk"), CharField()),
        role=role,
    )
    return Exists(asked.exclude(state__in=[*CLOSED, RequestState.PREPARED]))


def open_requests(organisation: Organisation) -> QuerySet[SigningRequest]:
    """Everything not yet completed, failed or expired, the oldest first."""
    return _requests().filter(organisation=organisation, state__in=lifecycle.OPEN)


def due_to_expire(at: datetime) -> QuerySet[SigningRequest]:
    """Every request, in all organisations, that still waits for its PIN after its time is over."""
    return _requests().filter(state=RequestState.PREPARED, expires_at__lt=at)


def failures_of(certificate: SigningCertificate) -> int:
    """Wrong PINs since the last unlocking or the last right one."""
    return PinFailure.objects.filter(certificate=certificate, cleared_at__isnull=True).count()


def remaining_tries(certificate: SigningCertificate) -> int:
    """How many wrong PINs are still allowed."""
    return max(0, policies.MOST_FAILURES - failures_of(certificate))


def verdict_of(file: StoredFile) -> FileVerdict | None:
    """The latest judgement of a file, None before the first."""
    return FileVerdict.objects.filter(file=file).last()


def trust_roots() -> list[bytes]:
    """The roots this installation believes, as PEM texts (settings.TRUST_ROOTS_DIR, *.pem)."""
    folder = Path(settings.TRUST_ROOTS_DIR)
    return [path.read_bytes() for path in sorted(folder.glob("*.pem"))] if folder.is_dir() else []


def intermediates() -> list[bytes]:
    """Further certificates that help to build chains (*.chain below the same folder)."""
    folder = Path(settings.TRUST_ROOTS_DIR)
    return [path.read_bytes() for path in sorted(folder.glob("*.chain"))] if folder.is_dir() else []


@dataclass(frozen=True)
class Believed:
    """A certificate of the trust folder; without a name the file holds none that can be read."""

    file: str
    is_root: bool
    name: str = ""
    valid_until: datetime | None = None


def believed() -> list[Believed]:
    """What lies in the trust folder, roots first: for people, who see there whether it is the right one."""
    folder = Path(settings.TRUST_ROOTS_DIR)
    found: list[Believed] = []
    for ending in (".pem", ".chain"):
        for path in sorted(folder.glob(f"*{ending}")) if folder.is_dir() else []:
            one = Believed(path.name, ending == ".pem")
            try:
                told = [certificates.facts(read) for read in certificates.read_pem(path.read_bytes())]
            except ValueError:
                told = [{"signer": "", "valid_until": None}]
            found += [replace(one, name=fact["signer"], valid_until=fact["valid_until"]) for fact in told]
    return found


def _valid(at: datetime) -> QuerySet[SigningCertificate]:
    return SigningCertificate.objects.filter(valid_from__lte=at, valid_until__gte=at, retired_at__isnull=True)


def _requests() -> QuerySet[SigningRequest]:
    return SigningRequest.objects.select_related(
        "organisation", "file__blob", "person", "post", "certificate", "result__blob"
    ).defer("working")
