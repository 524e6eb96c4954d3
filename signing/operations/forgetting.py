"""Forget what was judged of files that are erased for good. Part of the act that destroys them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from files.models import StoredFile
from signing.models import FileVerdict


@transaction.atomic
def forget_verdicts(*, files: Iterable[StoredFile]) -> int:
    """Delete the verdicts on ``files``; give how many."""
    deleted, _by_model = FileVerdict.objects.filter(file__in=list(files)).delete()
    return deleted
