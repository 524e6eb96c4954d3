"""Keep the directory of correspondents and the saved groups of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import GroupScope, SendingChannel
from dispatch.models import Correspondent, RecipientGroup, RecipientGroupMember
from dispatch.operations.recipients import Destination
from lib.database import locked
from lib.text import single_line, sort_key
from organisation.models.actor import Actor

SUBJECT = "directory"


@transaction.atomic
def enter(*, destination: Destination, by: Actor, at: datetime) -> Correspondent:
    """Write somebody into the directory; refuses a second of the same name, a channel without its address, oneself."""
    policies.may_keep_directory(by).enforce()
    row = Correspondent(organisation=by.organisation, created_at=at)
    return _save(row, destination, "entered", by=by, at=at)


@transaction.atomic
def correct(
    *, correspondent: Correspondent, destination: Destination, by: Actor, at: datetime
) -> Correspondent:
    """Change an entry; letters already on their way keep what they were sent by."""
    policies.may_keep_directory(by).enforce()
    row = locked(queries.correspondents_of(by.organisation), correspondent.pk)
    return _save(row, destination, "corrected", by=by, at=at)


@transaction.atomic
def retire(*, correspondent: Correspondent, by: Actor, at: datetime) -> Correspondent:
    """Take an entry out of the directory; the row stays for the letters that point at it."""
    policies.may_keep_directory(by).enforce()
    row = locked(queries.correspondents_of(by.organisation), correspondent.pk)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    _note("correspondent", row.pk, "retired", by=by, at=at, detail={"name": row.name})
    return row


@transaction.atomic
def save_group(
    *,
    name: str,
    scope: GroupScope,
    members: Iterable[Correspondent],
    group: RecipientGroup | None = None,
    by: Actor,
    at: datetime,
) -> RecipientGroup:
    """Save a group under ``name``, a new one or ``group`` anew with exactly ``members``; give it.

    A group of a unit belongs to the unit acted in, a private one to the person. Refuses groups of others.
    """
    row = group and locked(RecipientGroup, group.pk)
    if row is None:
        row = _new_group(scope, by, at)
    policies.may_keep_group(by, row).enforce()
    row.name = single_line(name)[:150]
    row.save()
    row.members.all().delete()
    chosen = {one.pk: one for one in members if one.organisation_id == by.organisation.pk}
    RecipientGroupMember.objects.bulk_create(
        RecipientGroupMember(organisation=by.organisation, group=row, correspondent=one, position=place)
        for place, one in enumerate(chosen.values(), 1)
    )
    facts = {"scope": row.scope, "members": sorted(chosen)}
    _note("group", row.pk, "saved", by=by, at=at, facts=facts, detail={"name": row.name})
    return row


@transaction.atomic
def remove_group(*, group: RecipientGroup, by: Actor, at: datetime) -> RecipientGroup:
    """Take a group away; the letters addressed with it keep their recipients."""
    row = locked(RecipientGroup, group.pk)
    policies.may_keep_group(by, row).enforce()
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    _note("group", row.pk, "removed", by=by, at=at, detail={"name": row.name})
    return row


def _new_group(scope: GroupScope, by: Actor, at: datetime) -> RecipientGroup:
    post = by.acting_post
    return RecipientGroup(
        organisation=by.organisation,
        scope=scope,
        unit=post.unit if post is not None and scope == GroupScope.UNIT else None,
        owner=by.person if scope == GroupScope.PRIVATE else None,
        created_at=at,
    )


def _save(row: Correspondent, new: Destination, act: str, *, by: Actor, at: datetime) -> Correspondent:
    row.name = single_line(new.name)[:300]
    row.name_folded, row.sort_key = queries.folded_name(row.name), sort_key(row.name)[:1200]
    if new.channel is None or not row.name:
        raise errors.CorrespondentIsIncomplete
    row.channel = new.channel
    row.inner = new.inner if new.channel == SendingChannel.INNER else None
    row.email, row.address = new.email.strip(), single_line(new.address)[:300]
    if row.inner_id == by.organisation.pk:
        raise errors.RecipientIsThisOffice
    needed = {
        SendingChannel.INNER: row.inner_id,
        SendingChannel.MAIL: row.email,
        SendingChannel.POST: row.address,
    }
    if not needed.get(new.channel, True):
        raise errors.CorrespondentIsIncomplete
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise errors.CorrespondentIsKnown(name=row.name) from error
    detail = {"name": row.name, "email": row.email, "address": row.address}
    facts = {"channel": row.channel, "inner": row.inner_id}
    _note("correspondent", row.pk, act, by=by, at=at, facts=facts, detail=detail)
    return row


def _note(
    kind: str,
    key: int,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    known = {kind: key, **(facts or {})}
    subject = Subject(SUBJECT, f"{kind}:{key}")
    recording.record(f"{kind}.{act}", subject=subject, by=by, at=at, facts=known, detail=detail)
