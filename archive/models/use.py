"""Using the archive: asking to read, lending the paper, and searches somebody keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from archive.enums import Purpose, RequestState
from archive.models.catalogue import CatalogueUnit
from lib.constraints import SameOrganisation


class ReadingRequest(models.Model):
    """Somebody asks to read what is not open to them (TT 05/2025); until a day, when it was allowed.

    Whoever may not see a thing asks for it in words; the archivist says which part of the catalogue is meant.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        CatalogueUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    asked_for = models.CharField(max_length=500)
    purpose = models.CharField(max_length=10, choices=Purpose)
    purpose_text = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="reading_request_granted_names_unit_and_day",
                condition=~Q(state=RequestState.GRANTED)
                | Q(unit__isnull=False, until__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reading_request_refused_says_why",
                condition=~Q(state=RequestState.REFUSED) | ~Q(answer=""),
            ),
            SameOrganisation("person", name="reading_request_person_same_org"),
            SameOrganisation("unit", name="reading_request_unit_same_org"),
            SameOrganisation("decided_by", name="reading_request_decider_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "until"], name="reading_request_state")]

    def __str__(self) -> str:
        return f"request {self.pk}: {self.asked_for[:60]}"


class Loan(models.Model):
    """A paper original lent out: one line of the book of nine columns. What is out cannot be lent again."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(CatalogueUnit, on_delete=models.PROTECT, related_name="loans")
    borrower = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    borrower_unit = models.CharField(max_length=300, blank=True)
    permitted_by = models.CharField(max_length=200)
    lent_by = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    lent_on = models.DateField()
    due_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-lent_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], name="loan_of_what_is_there", condition=Q(returned_on__isnull=True)
            ),
            models.CheckConstraint(
                name="loan_days_in_order",
                condition=Q(due_on__gte=F("lent_on"))
                & (Q(returned_on__isnull=True) | Q(returned_on__gte=F("lent_on"))),
            ),
            SameOrganisation("unit", name="loan_unit_same_org"),
            SameOrganisation("borrower", name="loan_borrower_same_org"),
            SameOrganisation("lent_by", name="loan_lender_same_org"),
        ]

    def __str__(self) -> str:
        return f"loan of {self.unit_id} on {self.lent_on}"


class SavedSearch(models.Model):
    """A question about the catalogue somebody keeps under a name; asked anew each time, with their eyes of that day."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_search_name_once"),
            SameOrganisation("person", name="saved_search_person_same_org"),
        ]

    def __str__(self) -> str:
        return self.name
