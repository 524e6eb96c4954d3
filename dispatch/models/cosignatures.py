"""Another signature beside the signer's: of a colleague, or of a second organisation that issues the letter as well.

The lead's row and the partner's share no key (design D16): what the other side has to know is written there as values.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.enums import COSIGNED_OVER, CosigningState
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation

_SIGNED = [CosigningState.SIGNED, CosigningState.TO_SEAL, CosigningState.SEALED]
_NAMED = [CosigningState.AGREED, CosigningState.TO_SIGN, *_SIGNED]


class CoSignature(models.Model):
    """The second signatory of a letter: ``post``, of the same organisation, or ``partner``, another organisation.

    ``words`` are what the page bears of the second signature (title, authority lines, name; of a partner also its
    name, symbol and superior), fixed with the page. ``sealed_file`` is the file with the lead's seal, on which the
    partner's is still to be set. One that is over (refused, taken back) stays, with the reason. A trigger lets no
    letter be issued whose second signature or seal is missing.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="cosignatures")
    post = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.CharField(max_length=20, blank=True, default="")
    partner_name = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=CosigningState, default=CosigningState.ASKED)
    words = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    sealed_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="cosignature_of_organisation"),
            models.UniqueConstraint(
                fields=["letter"], name="one_second_signatory", condition=~Q(state__in=COSIGNED_OVER)
            ),
            models.CheckConstraint(
                name="cosignature_own_or_joint",
                condition=Q(post__isnull=False, partner="") | Q(post__isnull=True) & ~Q(partner=""),
            ),
            models.CheckConstraint(
                name="cosignature_signed_has_moment",
                condition=~Q(state__in=_SIGNED) | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cosignature_of_a_partner_is_sealed",
                condition=~Q(state__in=[CosigningState.TO_SEAL, CosigningState.SEALED])
                | Q(post__isnull=True, sealed_file__isnull=False),
            ),
            models.CheckConstraint(
                name="cosignature_over_has_moment",
                condition=Q(state__in=COSIGNED_OVER, over_at__isnull=False)
                | ~Q(state__in=COSIGNED_OVER) & Q(over_at__isnull=True),
            ),
            SameOrganisation("letter", name="cosignature_letter_same_org"),
            SameOrganisation("post", name="cosignature_post_same_org"),
            SameOrganisation("asked_by", name="cosignature_asker_same_org"),
            SameOrganisation("sealed_file", name="cosignature_sealed_same_org"),
        ]

    def __str__(self) -> str:
        return f"second signature of letter {self.letter_id}: {self.state}"

    @property
    def is_joint(self) -> bool:
        """Say whether another organisation signs, and seals."""
        return bool(self.partner)

    @property
    def signer_name(self) -> str:
        """Give who signs, empty while a partner has not said it."""
        return str(self.words.get("signer", ""))


class JointRequest(models.Model):
    """Another organisation asks this one to sign and seal a letter together: the partner's side of a co-signature.

    ``origin_cosignature`` is the number of the lead's row, a value and no key. ``file`` is what has to be read now:
    the draft while the question is who signs, then the very bytes to sign, then those to seal. ``words`` are what the
    page bears of this organisation.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    origin_organisation = models.CharField(max_length=20)
    origin_cosignature = models.BigIntegerField(unique=True)
    sender = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    kind_name = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    lead_signer = models.CharField(max_length=150, blank=True, default="")
    reference_code = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=10, choices=CosigningState, default=CosigningState.ASKED)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    signer_post = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(
        "organisation.SigningMandate", models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=2000, blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="joint_of_organisation"),
            models.CheckConstraint(
                name="joint_agreed_names_signer",
                condition=~Q(state__in=_NAMED) | Q(signer_post__isnull=False, mandate__isnull=False),
            ),
            models.CheckConstraint(
                name="joint_over_has_moment",
                condition=Q(state__in=COSIGNED_OVER, over_at__isnull=False)
                | ~Q(state__in=COSIGNED_OVER) & Q(over_at__isnull=True),
            ),
            models.CheckConstraint(
                name="joint_refused_says_why",
                condition=~Q(state=CosigningState.REFUSED) | ~Q(reason=""),
            ),
            SameOrganisation("file", name="joint_file_same_org"),
            SameOrganisation("signer_post", name="joint_signer_same_org"),
            SameOrganisation("mandate", name="joint_mandate_same_org"),
            SameOrganisation("answered_by", name="joint_answerer_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-asked_at"], name="joint_state")]

    def __str__(self) -> str:
        return self.reference_code or self.subject
