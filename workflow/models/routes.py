"""Routes the office draws itself: the draft people work on, its published versions, and which letter goes by which."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation
from organisation.models import Organisation, Person, Unit


class Route(models.Model):
    """One route of an office: what it is for, the draft of its stages, and the version new letters go by.

    Empty ``kinds`` means every kind of letter, no ``unit`` means every unit. ``edition`` counts the savings of the
    draft, so that two people who edit it at once do not overwrite each other. A retired route takes no new letter.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    current = models.ForeignKey(
        "workflow.RouteVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    rows: ClassVar[models.Manager[Route]] = models.Manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="route_of_organisation"),
            models.UniqueConstraint(fields=["organisation", "code"], name="route_code_once"),
            SameOrganisation("unit", name="route_unit_same_organisation"),
            SameOrganisation("current", name="route_current_same_org"),
        ]

    def __str__(self) -> str:
        return self.name


class RouteVersion(models.Model):
    """One published version: the stages as they were that moment, for ever. The database refuses to change it.

    ``digest`` is the SHA-256 of the canonical stages: what a letter is pinned to, and what caches go by.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stages = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    rows: ClassVar[models.Manager[RouteVersion]] = models.Manager()

    class Meta:
        ordering = ["route", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="route_version_of_organisation"),
            models.UniqueConstraint(fields=["route", "number"], name="route_version_number_once"),
            models.UniqueConstraint(fields=["route", "digest"], name="route_version_digest_once"),
            models.CheckConstraint(
                name="route_version_has_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
            SameOrganisation("route", name="route_version_route_same_org"),
            SameOrganisation("published_by", name="route_version_person_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.route_id}/{self.number}"


class RoutePin(models.Model):
    """The route of one letter, fixed when the letter first leaves its drafter. No ``version``: a built-in route.

    ``moves`` counts how often the letter was moved to another version; the database lets the row change only
    together with it, by one, and never lets it go.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    letter_kind = models.CharField(max_length=10)
    letter_key = models.BigIntegerField()
    version = models.ForeignKey(RouteVersion, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    pinned_at = models.DateTimeField()
    moves = models.PositiveIntegerField(default=0)

    rows: ClassVar[models.Manager[RoutePin]] = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["letter_kind", "letter_key"], name="route_pin_once_a_letter"),
            SameOrganisation("version", name="route_pin_version_same_org"),
            models.CheckConstraint(name="route_pin_has_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")),
        ]
        indexes = [models.Index(fields=["version"], name="route_pin_version")]

    def __str__(self) -> str:
        return f"{self.letter_kind} {self.letter_key}: {self.digest[:12]}"
