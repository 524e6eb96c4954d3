"""Who takes part in a letter: the one source of who sees it."""

from __future__ import annotations

from django.db import models

from dispatch.enums import PartRole
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class Participation(models.Model):
    """A person, a post, a unit or all holders of a duty take part in a letter, and so may read it.

    ``token`` is the access token in the form of ``organisation.queries.access_tokens_of``, for example
    ``org:1/post:9``. Groups are never expanded to members: who holds the post later sees the letter later (D13).
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=PartRole)
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(max_length=30, blank=True, default="")
    token = models.CharField(max_length=80)
    since = models.DateTimeField()

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "role", "token"], name="participation_once"),
            models.CheckConstraint(
                name="participation_names_one",
                condition=models.Q(person__isnull=False, post__isnull=True, unit__isnull=True, duty="")
                | models.Q(person__isnull=True, post__isnull=False, unit__isnull=True, duty="")
                | models.Q(person__isnull=True, post__isnull=True, unit__isnull=False, duty="")
                | (models.Q(person__isnull=True, post__isnull=True, unit__isnull=True) & ~models.Q(duty="")),
            ),
            SameOrganisation("letter", name="participation_letter_same_org"),
            SameOrganisation("person", name="participation_person_same_org"),
            SameOrganisation("post", name="participation_post_same_org"),
            SameOrganisation("unit", name="participation_unit_same_org"),
        ]
        indexes = [models.Index(fields=["token", "letter"], name="participation_token")]

    def __str__(self) -> str:
        return f"{self.token} in letter {self.letter_id}"
