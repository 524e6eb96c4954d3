"""Reading what became different in a letter, and since when for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from dispatch.enums import EndorsementKind
from dispatch.models import Attachment, ComparedPage, Endorsement, OutgoingLetter, VersionComparison
from organisation.models.actor import Actor


def last_decision_of(actor: Actor, letter: OutgoingLetter) -> Endorsement | None:
    """Give the last time the person approved this letter or sent it back at the approval, voided or not; or None."""
    if actor.person is None:
        return None
    made = letter.endorsements.filter(kind=EndorsementKind.APPROVAL, post__person=actor.person)
    return made.order_by("-id").first()


def attachments_changed_since(letter: OutgoingLetter, at: datetime) -> QuerySet[Attachment]:
    """Give the attachments that came or went after ``at``; what came and went again is left out."""
    came = Q(added_at__gt=at, removed_at__isnull=True)
    went = Q(added_at__lte=at, removed_at__gt=at)
    return letter.attachments.filter(came | went).select_related("file")


def comparison_pages(comparison: VersionComparison) -> QuerySet[ComparedPage]:
    """Give the pages of a comparison without their pictures."""
    return comparison.pages.defer("before", "after").order_by("number")


def compared_picture(letter: OutgoingLetter, comparison_pk: int, number: int, *, after: bool) -> bytes | None:
    """Give one picture of a comparison of ``letter``, None where there is none."""
    side = "after" if after else "before"
    pages = ComparedPage.objects.filter(comparison__letter=letter, comparison=comparison_pk, number=number)
    picture = pages.values_list(side, flat=True).first()
    return None if picture is None else bytes(picture)
