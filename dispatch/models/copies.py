"""Certified copies: sao y, sao lục and trích sao, all in one series a year (Decree 30/2020 Art. 25 to 27)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.db.models import Q

from dispatch.enums import CopyForm, Medium
from lib.constraints import SameOrganisation

# The words of the law, printed on the copy and in its symbol whatever language its maker works in.
TITLES: Final[Mapping[CopyForm, str]] = MappingProxyType(
    {CopyForm.TRUE_COPY: "SAO Y", CopyForm.FURTHER_COPY: "SAO LỤC", CopyForm.EXCERPT: "TRÍCH SAO"}
)
ABBREVIATIONS: Final[Mapping[CopyForm, str]] = MappingProxyType(
    {CopyForm.TRUE_COPY: "SY", CopyForm.FURTHER_COPY: "SL", CopyForm.EXCERPT: "TrS"}
)
# From what to what (Art. 25): a true copy never from electronic to electronic, for that is the file itself.
CONVERSIONS: Final[Mapping[CopyForm, frozenset[tuple[Medium, Medium]]]] = MappingProxyType(
    {
        CopyForm.TRUE_COPY: frozenset(
            {
                (Medium.PAPER, Medium.PAPER),
                (Medium.ELECTRONIC, Medium.PAPER),
                (Medium.PAPER, Medium.ELECTRONIC),
            }
        ),
        CopyForm.FURTHER_COPY: frozenset(
            {
                (Medium.PAPER, Medium.PAPER),
                (Medium.PAPER, Medium.ELECTRONIC),
                (Medium.ELECTRONIC, Medium.PAPER),
            }
        ),
        CopyForm.EXCERPT: frozenset((one, other) for one in Medium for other in Medium),
    }
)


class CertifiedCopy(models.Model):
    """One copy with its number. What it is a copy of is kept as it was: code, issuer, day, subject.

    ``source_file`` is the electronic original, or the scan of the one on paper; ``file`` is the copy before the
    organisation signs it, or the sheet to be printed and signed on paper; ``signed_file`` the finished electronic copy.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=CopyForm)
    from_medium = models.CharField(max_length=10, choices=Medium)
    to_medium = models.CharField(max_length=10, choices=Medium)
    letter = models.ForeignKey(
        "dispatch.OutgoingLetter", models.PROTECT, null=True, blank=True, related_name="certified_copies"
    )
    of_copy = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    original_code = models.CharField(max_length=80)
    original_issuer = models.CharField(max_length=300)
    original_day = models.DateField()
    original_subject = models.CharField(max_length=500)
    pages = models.CharField(max_length=100, blank=True, default="")
    recipients = models.TextField(blank=True, default="")
    copies = models.PositiveIntegerField(default=1)
    allocation = models.OneToOneField(
        "dispatch.NumberAllocation", models.PROTECT, related_name="certified_copy"
    )
    reference_code = models.CharField(max_length=80)
    legal_day = models.DateField()
    signer_post = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    printed = models.JSONField(default=dict)
    source_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    signed_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    trouble = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-legal_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="copy_of_organisation"),
            models.CheckConstraint(
                # Art. 25: sao lục is made only from a sao y
                name="further_copy_of_a_copy",
                condition=~Q(form=CopyForm.FURTHER_COPY) | Q(of_copy__isnull=False),
            ),
            models.CheckConstraint(
                name="true_copy_changes_medium",
                condition=~Q(
                    form__in=[CopyForm.TRUE_COPY, CopyForm.FURTHER_COPY],
                    from_medium=Medium.ELECTRONIC,
                    to_medium=Medium.ELECTRONIC,
                ),
            ),
            models.CheckConstraint(
                name="electronic_copy_has_a_source",
                condition=Q(to_medium=Medium.PAPER, from_medium=Medium.PAPER) | Q(source_file__isnull=False),
            ),
            models.CheckConstraint(name="copies_counted", condition=Q(copies__gte=1)),
            SameOrganisation("letter", name="copy_letter_same_org"),
            SameOrganisation("of_copy", name="copy_of_copy_same_org"),
            SameOrganisation("allocation", name="copy_allocation_same_org"),
            SameOrganisation("signer_post", name="copy_signer_same_org"),
            SameOrganisation("source_file", name="copy_source_same_org"),
            SameOrganisation("file", name="copy_file_same_org"),
            SameOrganisation("signed_file", name="copy_signed_same_org"),
            SameOrganisation("made_by", name="copy_maker_same_org"),
        ]

    def __str__(self) -> str:
        return self.reference_code

    @property
    def title(self) -> str:
        """Give the words of the law for its form."""
        return TITLES[CopyForm(self.form)]

    @property
    def is_electronic(self) -> bool:
        """Say whether the copy is a file, signed by the organisation as text."""
        return self.to_medium == Medium.ELECTRONIC
