"""What was asked of the archive and waits for one person, in any of their posts and on behalf of the absent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive import policies
from archive.enums import CopyState, RequestState, TransferState
from archive.models import HoldingCopy, ReadingRequest, Transfer, TransferCopy
from archive.queries.holding_copies import HOLDING_COPY
from archive.queries.transfers import SIGNED_AS
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.models.actor import Actor
from organisation.queries import capacities, holders_of
from signing.enums import SigningRole
from signing.queries import being_signed, certificate_for


def readings_waiting_for(actor: Actor, at: datetime) -> QuerySet[ReadingRequest]:
    """Give the requests to read that wait for ``actor``: the archivist names what is meant, a leader decides.

    In an office without an archivist the leader does both.
    """
    standing = capacities(actor, at)
    waits = Q(pk__in=[])
    if _has(standing, Duty.ARCHIVIST):
        waits |= Q(unit__isnull=True)
    if _decides_in_turn(standing, at):
        archivists = holders_of(actor.organisation, Duty.ARCHIVIST, local_day(at)).order_by()
        waits |= Q(unit__isnull=False) | Q(~Exists(archivists))
    asked = ReadingRequest.objects.filter(waits, organisation=actor.organisation, state=RequestState.ASKED)
    return asked.select_related("person", "unit").order_by("id")


def copies_waiting_for(actor: Actor, at: datetime) -> QuerySet[HoldingCopy]:
    """Give the certified copies that wait for ``actor``: a leader allows, the registry signs what is made.

    What could not be made waits for the registry too: it voids the number. What is being signed waits for nobody.
    """
    standing = capacities(actor, at)
    waits = Q(pk__in=[])
    if _decides_in_turn(standing, at):
        waits |= Q(state=CopyState.ASKED)
    if _has(standing, Duty.REGISTRY_CLERK):
        made = Q(file__isnull=False) & ~Q(being_signed(HOLDING_COPY, SigningRole.TEXT))
        waits |= Q(state=CopyState.ALLOWED) & (made | ~Q(trouble=""))
    found = HoldingCopy.objects.filter(waits, organisation=actor.organisation)
    return found.select_related("person", "record", "item").order_by("id")


def offers_waiting_for(actor: Actor, at: datetime) -> list[Transfer]:
    """Give the offers the archivist has to look through; nobody takes over what they gave themselves."""
    standing = capacities(actor, at)
    if not _has(standing, Duty.ARCHIVIST):
        return []
    offered = Transfer.objects.filter(organisation=actor.organisation, state=TransferState.OFFERED)
    rows = offered.select_related("unit", "giver__person").order_by("id")
    return [row for row in rows if any(policies.may_answer(one, row) for one in standing)]


def records_waiting_for(actor: Actor, at: datetime) -> list[Transfer]:
    """Give the transfers whose record this person has to sign next and can: the giver first, then the receiver."""
    mine = _unsigned("given_file", SigningRole.LEADER) & Q(giver__person=actor.person)
    theirs = Q(receiver__person=actor.person) & _unsigned("signed_file", SigningRole.SECOND)
    theirs &= ~Q(Exists(_copies().filter(given_file__isnull=True)))
    rows = Transfer.objects.filter(
        mine | theirs, organisation=actor.organisation, state=TransferState.ACCEPTED
    )
    found = list(rows.select_related("unit", "giver__person", "receiver__person").order_by("id"))
    if not found or actor.person is None or certificate_for(actor.person, at) is None:
        return []  # without a certificate both copies are printed and signed by hand
    return found


def count_waiting(actor: Actor, at: datetime) -> int:
    """Count everything of the archive that waits for ``actor``: requests, copies, offers and records to sign."""
    offers, records = len(offers_waiting_for(actor, at)), len(records_waiting_for(actor, at))
    return count_asked_of_archive(actor, at) + offers + records


def count_asked_of_archive(actor: Actor, at: datetime) -> int:
    """Count the requests to read and the copies that wait for ``actor``; asks the database only for whom it can."""
    if not _has(capacities(actor, at), *policies.DECIDE, Duty.ARCHIVIST, Duty.REGISTRY_CLERK):
        return 0
    readings, copies = readings_waiting_for(actor, at), copies_waiting_for(actor, at)
    return readings.order_by().values("pk").union(copies.order_by().values("pk"), all=True).count()


def _has(standing: Sequence[Actor], *duties: Duty) -> bool:
    return any(one.has_duty(*duties) for one in standing)


def _decides_in_turn(standing: Sequence[Actor], at: datetime) -> bool:
    """Say whether requests wait for this person: for the chief of office, else the head, else the deputies."""
    if not _has(standing, *policies.DECIDE):
        return False
    office, day = standing[0].organisation, local_day(at)
    first = next((duty for duty in policies.DECIDE if holders_of(office, duty, day).exists()), None)
    return first is not None and _has(standing, first)


def _unsigned(field: str, role: SigningRole) -> Q:
    missing = _copies().filter(~Q(being_signed(SIGNED_AS, role)), **{f"{field}__isnull": True})
    return Q(Exists(missing))


def _copies() -> QuerySet[TransferCopy]:
    return TransferCopy.objects.filter(transfer=OuterRef("pk"))
