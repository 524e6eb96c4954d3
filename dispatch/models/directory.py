"""Whom an office writes to: its directory of correspondents, and the groups it saves of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dispatch.enums import GroupScope, SendingChannel
from lib.constraints import SameOrganisation


def channel_has_address() -> Q:
    """Give the condition that what the channel needs to arrive is there."""
    return (
        Q(channel=SendingChannel.INNER, inner__isnull=False)
        | (Q(channel=SendingChannel.MAIL) & ~Q(email=""))
        | (Q(channel=SendingChannel.POST) & ~Q(address=""))
        | Q(channel=SendingChannel.HAND)
    )


def not_to_itself() -> Q:
    """Give the condition that an office does not send to itself."""
    return Q(inner__isnull=True) | ~Q(inner=F("organisation"))


class Correspondent(models.Model):
    """Somebody this office writes to, as it calls them, and how a letter usually goes there.

    ``inner`` names another organisation of this installation. One that is no longer written to is retired, not
    deleted: letters that went there keep pointing at it.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=1200, db_collation="C")
    channel = models.CharField(max_length=5, choices=SendingChannel)
    inner = models.ForeignKey(
        "organisation.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="correspondent_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "name_folded"],
                name="correspondent_named_once",
                condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(name="correspondent_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="correspondent_can_be_reached", condition=channel_has_address()),
            models.CheckConstraint(name="correspondent_is_another", condition=not_to_itself()),
        ]

    def __str__(self) -> str:
        return self.name


class RecipientGroup(models.Model):
    """Correspondents saved under one name: for the whole office, for one unit, or for one person."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    scope = models.CharField(max_length=7, choices=GroupScope)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="group_of_organisation"),
            models.CheckConstraint(name="group_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="group_scope_names_whose",
                condition=Q(scope=GroupScope.OFFICE, unit__isnull=True, owner__isnull=True)
                | Q(scope=GroupScope.UNIT, unit__isnull=False, owner__isnull=True)
                | Q(scope=GroupScope.PRIVATE, unit__isnull=True, owner__isnull=False),
            ),
            SameOrganisation("unit", name="group_unit_same_org"),
            SameOrganisation("owner", name="group_owner_same_org"),
        ]

    def __str__(self) -> str:
        return self.name


class RecipientGroupMember(models.Model):
    """One correspondent in a group, at its place."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    group = models.ForeignKey(RecipientGroup, models.PROTECT, related_name="members")
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["group", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "correspondent"], name="group_member_once"),
            SameOrganisation("group", name="group_member_group_same_org"),
            SameOrganisation("correspondent", name="group_member_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.correspondent_id} in group {self.group_id}"
