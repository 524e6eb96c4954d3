"""Erase the readable side of events: lawful destruction and the purge of a secret only (design D14).

The events themselves stay, with the hash that bound them to what they said; nobody can tell any more what that was.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from audit.models import EventDetail, Subject


@transaction.atomic
def erase_details(*, organisation_key: int, subjects: Iterable[Subject]) -> int:
    """Erase what the events about ``subjects`` say in words; give how many. Part of the act that destroys."""
    about = Q(pk__in=[])
    for subject in subjects:
        about |= Q(event__subject_kind=subject.kind, event__subject_key=subject.key)
    rows = EventDetail.objects.filter(about, event__organisation_key=organisation_key)
    deleted, _by_model = EventDetail.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    return deleted
