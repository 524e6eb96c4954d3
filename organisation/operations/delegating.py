"""Let a colleague act in one's absence, and end it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from organisation import errors, policies
from organisation.enums import Duty
from organisation.models import Delegation, Post
from organisation.models.actor import Actor


@transaction.atomic
def delegate(
    *,
    principal: Post,
    delegate: Post,
    duties: list[Duty],
    since: date,
    until: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let the holder of ``delegate`` act for ``principal`` from ``since`` to ``until``, for ``duties`` only.

    Refuses somebody else's post, a period that ends before it begins, passing on what was delegated, and a duty
    this colleague has already been lent for one of these days.
    """
    principal = locked(Post, principal.pk)
    policies.may_delegate(by, principal, local_day(at), delegate=delegate).enforce()
    if until < since:
        raise errors.PeriodIsEmpty
    _refuse_a_second(principal, delegate, duties, since, until)
    row = Delegation.objects.create(
        organisation=principal.organisation,
        principal=principal,
        delegate=delegate,
        duties=[duty.value for duty in Duty if duty in duties],
        valid_from=since,
        valid_until=until,
        reason=reason,
    )
    recording.record(
        "post.delegated",
        subject=Subject("post", str(principal.pk)),
        by=by,
        at=at,
        facts={
            "delegation": row.pk,
            "delegate": delegate.pk,
            "duties": row.duties,
            "until": until.isoformat(),
        },
        detail={"reason": reason, "delegate": delegate.person.full_name},
    )
    return row


@transaction.atomic
def revoke(*, delegation: Delegation, by: Actor, at: datetime) -> Delegation:
    """End a delegation now; what was done by it stands."""
    delegation = locked(Delegation, delegation.pk)
    policies.may_revoke(by, delegation).enforce()
    if delegation.revoked_at is None:
        delegation.revoked_at = at
        delegation.save(update_fields=["revoked_at"])
        recording.record(
            "post.delegation_revoked",
            subject=Subject("post", str(delegation.principal_id)),
            by=by,
            at=at,
            facts={"delegation": delegation.pk},
        )
    return delegation


def _refuse_a_second(principal: Post, delegate: Post, duties: list[Duty], since: date, until: date) -> None:
    """Refuse what would be lent twice; the principal is locked, so no other act can come between."""
    standing = Delegation.objects.filter(
        principal=principal,
        delegate=delegate,
        revoked_at__isnull=True,
        duties__overlap=[duty.value for duty in duties],
        valid_from__lte=until,
        valid_until__gte=since,
    ).first()
    if standing is not None:
        raise errors.DelegationStandsAlready(
            name=delegate.person.full_name,
            since=f"{standing.valid_from:%d/%m/%Y}",
            until=f"{standing.valid_until:%d/%m/%Y}",
        )
