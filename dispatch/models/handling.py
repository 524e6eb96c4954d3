"""Who handles an incoming letter: its stage, the directives about it, one assignment for each who has a part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.enums import AssignmentRole, AssignmentStatus, DirectiveKind, HandlingPart, HandlingStage
from dispatch.models.incoming import IncomingLetter
from lib.constraints import SameOrganisation

OPEN = (
    AssignmentStatus.WAITING,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.PASSED_ON,
    AssignmentStatus.REPORTED,
    AssignmentStatus.DECLINED,
)
ENDED = (HandlingStage.FILING, HandlingStage.FILED, HandlingStage.OVER)
_LIVE = ~Q(status=AssignmentStatus.ENDED)


class Handling(models.Model):
    """What is being done about one registered letter (Decree 30/2020 Art. 23 and 24).

    ``director`` is the leader it is presented to, who directs and confirms; none when the registry transferred it,
    then the chief of office follows it up. ``director_duty`` is what a stand-in must have been lent. A trigger holds
    that a letter in hand has exactly one lead, and that nothing of a finished one is still open.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.OneToOneField(IncomingLetter, models.PROTECT, related_name="handling")
    stage = models.CharField(max_length=10, choices=HandlingStage)
    director = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    director_duty = models.CharField(max_length=30, blank=True, default="")
    begun_at = models.DateTimeField()
    stage_since = models.DateTimeField()
    directed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="handling_of_organisation"),
            models.CheckConstraint(
                name="handling_end_has_moment",
                condition=Q(stage__in=ENDED, ended_at__isnull=False)
                | ~Q(stage__in=ENDED) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="handling_director_has_duty",
                condition=Q(director__isnull=True, director_duty="")
                | Q(director__isnull=False) & ~Q(director_duty=""),
            ),
            SameOrganisation("letter", name="handling_letter_same_org"),
            SameOrganisation("director", name="handling_director_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "stage", "stage_since"], name="handling_stage")]

    def __str__(self) -> str:
        return f"letter {self.letter_id}: {self.stage}"


class Directive(models.Model):
    """What somebody wrote about who handles a letter. ``named`` keeps whom it named, as it was written.

    ``given_by`` is whose word it is, ``written_by`` who typed it (a stand-in types in the right of the post): the
    registry, for a directive given on paper, whose ``scan`` shows it. A later one of the same kind replaces it; none is
    ever changed or deleted.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="directives")
    kind = models.CharField(max_length=10, choices=DirectiveKind)
    given_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    written_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    given_on = models.DateField()
    text = models.CharField(max_length=2000)
    named = models.JSONField(default=list)
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=2000, blank=True, default="")
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="directive_of_organisation"),
            models.UniqueConstraint(
                fields=["letter"],
                name="one_standing_directive",
                condition=Q(replaced_at__isnull=True) & ~Q(kind=DirectiveKind.PROPOSAL),
            ),
            models.UniqueConstraint(
                fields=["letter"],
                name="one_standing_proposal",
                condition=Q(replaced_at__isnull=True, kind=DirectiveKind.PROPOSAL),
            ),
            models.CheckConstraint(name="directive_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="directive_of_another_has_scan",
                condition=~Q(kind=DirectiveKind.DIRECTIVE)
                | Q(written_by=models.F("given_by"))
                | Q(scan__isnull=False),
            ),
            SameOrganisation("letter", name="directive_letter_same_org"),
            SameOrganisation("given_by", name="directive_given_by_same_org"),
            SameOrganisation("written_by", name="directive_written_by_same_org"),
            SameOrganisation("scan", name="directive_scan_same_org"),
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """One part in the handling of a letter, with a status and a clock of its own.

    For a ``unit`` (its head has it) or a ``post``. One that was given on within a unit has a ``parent``. The clock:
    ``due_on`` counts ``term_days`` working days from ``started_on``, or is ``term_date``, and moves by the working
    days it stood still (``ClockPause``); ``term`` numbers the clocks of one assignment, for each has its own reminders.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="assignments")
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="assignments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    role = models.CharField(max_length=12, choices=AssignmentRole)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=AssignmentStatus, default=AssignmentStatus.WAITING)
    reply_required = models.BooleanField(default=False)
    note = models.CharField(max_length=1000, blank=True, default="")
    given_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    started_on = models.DateField()
    term_days = models.PositiveSmallIntegerField(null=True, blank=True)
    term_date = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    term = models.PositiveSmallIntegerField(default=1)
    paused_on = models.DateField(null=True, blank=True)

    status_since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_note = models.CharField(max_length=1000, blank=True, default="")
    report = models.CharField(max_length=2000, blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="assignment_of_organisation"),
            models.UniqueConstraint(
                fields=["letter"],
                name="one_lead_a_letter",
                condition=_LIVE & Q(role=AssignmentRole.LEAD, parent__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["parent"],
                name="one_lead_within_a_unit",
                condition=_LIVE & Q(role=AssignmentRole.LEAD, parent__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["letter", "parent", "unit", "post"],
                name="assignment_once",
                condition=_LIVE,
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="assignment_names_one",
                condition=Q(unit__isnull=True, post__isnull=False) | Q(unit__isnull=False, post__isnull=True),
            ),
            models.CheckConstraint(
                name="assignment_for_information_asks_nothing",
                condition=Q(
                    role=AssignmentRole.INFORMATION,
                    status__in=[AssignmentStatus.TOLD, AssignmentStatus.ENDED],
                    due_on__isnull=True,
                )
                | ~Q(role=AssignmentRole.INFORMATION) & ~Q(status=AssignmentStatus.TOLD),
            ),
            models.CheckConstraint(
                name="assignment_reply_is_the_leads",
                condition=Q(reply_required=False) | Q(role=AssignmentRole.LEAD, parent__isnull=True),
            ),
            models.CheckConstraint(
                name="assignment_end_has_moment",
                condition=Q(
                    status__in=[AssignmentStatus.DONE, AssignmentStatus.ENDED], ended_at__isnull=False
                )
                | ~Q(status__in=[AssignmentStatus.DONE, AssignmentStatus.ENDED]) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assignment_ended_says_why",
                condition=~Q(status=AssignmentStatus.ENDED) | ~Q(ended_reason=""),
            ),
            models.CheckConstraint(
                name="assignment_one_term", condition=Q(term_days__isnull=True) | Q(term_date__isnull=True)
            ),
            models.CheckConstraint(name="assignment_progress_in_hundred", condition=Q(progress__lte=100)),
            *[
                SameOrganisation(name, name=f"assignment_{name}_same_org")
                for name in ("letter", "directive", "parent", "unit", "post", "given_by")
            ],
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_on"], name="assignment_due", condition=Q(status__in=OPEN)
            ),
            models.Index(fields=["post", "status"], name="assignment_post"),
            models.Index(fields=["unit", "status"], name="assignment_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.post or self.unit}: {self.status}"

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done."""
        return self.status in OPEN


class IncomingPart(models.Model):
    """Somebody may read a registered letter, from ``since`` on: the one source of who sees it.

    ``token`` is an access token of ``organisation.queries.tokens_of``. It ends (``until``) when an assignment that
    nobody had opened is taken back: one wrong tap shows nothing for ever.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="parts")
    role = models.CharField(max_length=10, choices=HandlingPart)
    token = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "role", "token"], name="incoming_part_once"),
            SameOrganisation("letter", name="incoming_part_letter_same_org"),
        ]
        indexes = [
            models.Index(
                fields=["token", "letter"], name="incoming_part_token", condition=Q(until__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.token} in incoming letter {self.letter_id}"
