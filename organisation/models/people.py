"""People and the posts they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lib.constraints import SameOrganisation
from lib.text import person_sort_key, single_line
from organisation.models.organisations import Organisation, Unit


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their login name; used by Django's login only."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Give the person who signs in as ``username``, whatever its letter case."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Someone who signs in. Never deleted, only made inactive: the history names them for ever.

    ``must_change_password``: the password is known to whoever gave it, so it opens nothing but its own change.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering = ["organisation", "sort_key", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "id"], name="person_of_organisation")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name in one form and its sort key beside it."""
        self.full_name = single_line(self.full_name)
        self.sort_key = person_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """Give the full name, as Django's own screens ask for it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Give the given name, which is how people are called."""
        return self.full_name.rsplit(" ", 1)[-1]

    @property
    def initials(self) -> str:
        """Give the first letters of the last two names: Nguyễn Thị Lan → TL."""
        return "".join(part[0] for part in self.full_name.split(" ")[-2:]).upper()


class Post(models.Model):
    """A post one person holds in one unit for a stretch of days. A person may hold several.

    ``protocol_order`` is the order people are listed in wherever rank matters; ``duties`` is what policies ask.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    duties = ArrayField(models.CharField(max_length=30), default=list)
    protocol_order = models.PositiveIntegerField(default=1000)
    is_main = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "protocol_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="post_of_organisation"),
            SameOrganisation("person", name="post_person_same_organisation"),
            SameOrganisation("unit", name="post_unit_same_organisation"),
            models.CheckConstraint(
                name="post_period_not_empty",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"
