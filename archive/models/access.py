"""Who was let see a dossier."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.models.dossiers import Dossier
from lib.constraints import SameOrganisation


class AccessGrant(models.Model):
    """Sight of one dossier given to one unit, one post or one person who would not have it otherwise."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="access_grant_to_exactly_one",
                condition=Q(unit__isnull=False, post__isnull=True, person__isnull=True)
                | Q(unit__isnull=True, post__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, post__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["dossier", "unit", "post", "person"],
                name="access_grant_once",
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
            ),
            SameOrganisation("dossier", name="access_grant_dossier_same_org"),
            SameOrganisation("unit", name="access_grant_unit_same_org"),
            SameOrganisation("post", name="access_grant_post_same_org"),
            SameOrganisation("person", name="access_grant_person_same_org"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk} on {self.dossier_id}"

    @property
    def token(self) -> str:
        """Give the access token the grant adds to its dossier."""
        prefix = f"org:{self.organisation_id}"
        if self.unit_id:
            return f"{prefix}/unit:{self.unit_id}"
        return f"{prefix}/post:{self.post_id}" if self.post_id else f"{prefix}/person:{self.person_id}"
