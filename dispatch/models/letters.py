"""The outgoing letter: one row from draft to issue. Its status is moved by ``lifecycle.advance`` only."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from dispatch.enums import EVER_ISSUED, Circulation, LetterStatus, Medium, Urgency
from dispatch.models.content import DraftContent
from dispatch.models.kinds import Kind, kind_choices, kind_of
from lib.constraints import SameOrganisation

_LAID_OUT = [
    LetterStatus.APPROVAL,
    LetterStatus.SIGNATURE,
    LetterStatus.SIGNING,
    LetterStatus.COSIGNATURE,
    LetterStatus.SIGNED,
    LetterStatus.NUMBERED,
    *EVER_ISSUED,
]
_APPROVED = _LAID_OUT[1:]
_SIGNED = _LAID_OUT[3:]
_NUMBERED = _LAID_OUT[5:]
# Nothing of it was laid out, approved or signed here.
_ON_PAPER = Q(medium=Medium.PAPER, prepared_file__isnull=True, signed_file__isnull=True, approved_sha256="")
_FILE_KEYS = ("prepared_file", "signed_file", "issued_file")


class OutgoingLetter(models.Model):
    """A letter the organisation writes. Content columns repeat the current version for lists and registers.

    ``printed`` is fixed when the format check passes and is what the page bears: issuer, superior, place, symbol,
    signer, title, authority lines. Renaming the office later changes no letter (design D9, D16).
    ``medium`` says what the original is: a letter signed on paper is registered at its number and never signed here;
    its ``issued_file`` is the scan, which may follow later.
    ``dossier`` is the first one it was filed into; a letter may lie in several. ``verify_token`` (144 random bits) is
    printed as QR and answers only once the letter is issued. A trigger keeps what went out as it went out, and
    freezes a letter that was replaced or recalled: only its status may move (Decree 30/2020 Art. 18.4).
    ``stage`` is the stop of its route the letter stands at, ``asked`` whose answer is waited for there (``Asked`` as
    JSON), ``came_from`` the stop before it and ``moved_by`` who let it go on and may take it back.
    """

    cosigned = True  # it may have a second signatory; only the locked row knows better

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=kind_choices, default="cong_van")
    profile_code = models.CharField(max_length=10)
    profile_version = models.CharField(max_length=30)
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.ELECTRONIC)
    status = models.CharField(max_length=15, choices=LetterStatus, default=LetterStatus.DRAFT)
    subject = models.CharField(max_length=500, blank=True, default="")
    subject_folded = models.TextField(blank=True, default="")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    drafter = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    drafter_post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    signer_post = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(
        "organisation.SigningMandate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NORMAL)
    circulation = models.CharField(max_length=10, choices=Circulation, default=Circulation.NONE)
    copies = models.PositiveIntegerField(null=True, blank=True)
    content = models.JSONField(default=dict)
    version_number = models.PositiveIntegerField(default=0)
    printed = models.JSONField(default=dict, blank=True)
    dossier = models.ForeignKey("archive.Dossier", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=40, blank=True, default="")
    asked = models.JSONField(default=list, blank=True)
    came_from = models.CharField(max_length=40, blank=True, default="")
    moved_by = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")

    prepared_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_sha256 = models.CharField(max_length=64, blank=True, default="")
    approved_sha256 = models.CharField(max_length=64, blank=True, default="")
    approved_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    signed_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    allocation = models.OneToOneField(
        "dispatch.NumberAllocation", models.PROTECT, null=True, blank=True, related_name="numbered_letter"
    )
    reference_code = models.CharField(max_length=80, blank=True, default="")
    legal_day = models.DateField(null=True, blank=True)
    issued_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    verify_token = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="letter_of_organisation"),
            *[
                SameOrganisation(name, name=f"letter_{name}_same_org")
                for name in (
                    "unit",
                    "drafter",
                    "drafter_post",
                    "signer_post",
                    "moved_by",
                    "mandate",
                    "approved_by",
                    "allocation",
                    "dossier",
                    *_FILE_KEYS,
                )
            ],
            models.CheckConstraint(
                name="letter_laid_out_has_file",
                condition=~Q(status__in=_LAID_OUT)
                | (_ON_PAPER | Q(prepared_file__isnull=False, prepared_sha256__regex="^[0-9a-f]{64}$"))
                & Q(signer_post__isnull=False, mandate__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_approved_on_its_bytes",
                condition=~Q(status__in=_APPROVED)
                | _ON_PAPER
                | Q(
                    approved_sha256=F("prepared_sha256"), approved_by__isnull=False, approved_at__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="letter_signed_has_file",
                condition=~Q(status__in=_SIGNED)
                | Q(signed_at__isnull=False) & (_ON_PAPER | Q(signed_file__isnull=False)),
            ),
            models.CheckConstraint(
                name="letter_number_and_day_together",
                condition=Q(status__in=_NUMBERED, allocation__isnull=False, legal_day__isnull=False)
                & ~Q(reference_code="")
                | ~Q(status__in=_NUMBERED)
                & Q(allocation__isnull=True, legal_day__isnull=True, reference_code=""),
            ),
            models.CheckConstraint(
                name="letter_issued_has_file",
                condition=Q(status__in=EVER_ISSUED, issued_at__isnull=False)
                & (_ON_PAPER | Q(issued_file__isnull=False))
                | ~Q(status__in=EVER_ISSUED) & Q(issued_file__isnull=True, issued_at__isnull=True),
            ),
            models.CheckConstraint(
                name="letter_on_paper_is_not_signed_here",
                condition=Q(medium=Medium.ELECTRONIC) | _ON_PAPER,
            ),
            models.CheckConstraint(
                name="letter_token_is_long",
                condition=Q(verify_token__regex="^[A-Za-z0-9_-]{22,}$"),  # noqa: S106 -- a pattern, not a secret
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-updated_at"], name="letter_status"),
            models.Index(fields=["organisation", "drafter", "status"], name="letter_drafter"),
            models.Index(fields=["organisation", "-issued_at"], name="letter_issued"),
            GinIndex(OpClass("subject_folded", name="gin_trgm_ops"), name="letter_subject_part"),
        ]

    def __str__(self) -> str:
        return self.reference_code or self.subject or f"letter {self.pk}"

    @property
    def draft(self) -> DraftContent:
        """Give the content of the current version."""
        return DraftContent.from_fields(self.content)

    @property
    def kind_data(self) -> Kind:
        """Give name and abbreviations of the letter's kind."""
        return kind_of(self.kind)

    @property
    def symbol(self) -> str:
        """Give the symbol the page bears, empty until the format check has passed."""
        return str(self.printed.get("symbol", ""))
