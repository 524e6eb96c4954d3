"""The work item: what stands in somebody's inbox. Derived; ``manage.py workflow rebuild`` makes it anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation
from organisation.models import Organisation, Person, Post
from workflow.enums import Outcome


class WorkItem(models.Model):
    """One visit of a letter to one step that people do, beside viewflow's own task row (``task_key``).

    Held by a post, or by whoever has ``duty`` when ``owner_post`` is empty (a pool). ``duty`` with an owner is
    the duty the step belongs to: a stand-in needs a delegation of it; empty means nobody can stand in. ``reason``
    is the outcome that brought the letter here. ``stage`` is the stop of the route and ``about_key`` the opinion asked
    for, if it is one. A step visited twice has two rows, so the key of an item is also
    its version: acting on one that is done is refused.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    task_key = models.BigIntegerField(unique=True)
    process_key = models.BigIntegerField()
    letter_kind = models.CharField(max_length=10)
    letter_key = models.BigIntegerField()
    step = models.CharField(max_length=40)
    stage = models.CharField(max_length=40, blank=True, default="")
    about_key = models.BigIntegerField(null=True, blank=True)
    owner_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(max_length=30, blank=True, default="")
    reason = models.CharField(max_length=12, choices=Outcome)
    assigned_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    # Not "objects": rows of this package are read in queries.py and here alone.
    items: ClassVar[models.Manager[WorkItem]] = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            SameOrganisation("owner_post", name="work_item_owner_same_organisation"),
            SameOrganisation("done_by", name="work_item_done_by_same_org"),
            models.CheckConstraint(
                name="work_item_has_a_holder", condition=Q(owner_post__isnull=False) | ~Q(duty="")
            ),
            models.CheckConstraint(
                name="work_item_done_has_outcome",
                condition=Q(done_at__isnull=True, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner_post", "due_on"], name="work_item_inbox", condition=Q(done_at__isnull=True)
            ),
            models.Index(
                fields=["organisation", "duty"],
                name="work_item_pool",
                condition=Q(done_at__isnull=True, owner_post__isnull=True),
            ),
            models.Index(fields=["letter_kind", "letter_key"], name="work_item_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_kind} {self.letter_key}: {self.step}"

    @property
    def is_open(self) -> bool:
        """Say whether the step still waits for somebody."""
        return self.done_at is None
