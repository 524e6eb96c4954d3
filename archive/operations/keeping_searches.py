"""Keep a search under a name, and let it go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive import errors
from archive.models import SavedSearch
from audit.models import Subject
from audit.operations import recording
from lib.text import single_line
from organisation.models.actor import Actor


@transaction.atomic
def keep(*, name: str, query: str, by: Actor, at: datetime) -> SavedSearch:
    """Keep the question ``query`` (an address) for oneself; the same name again says the new question."""
    name = single_line(name)[:100]
    if not name or by.person is None:
        raise errors.SearchNeedsName
    saved, _new = SavedSearch.objects.update_or_create(
        organisation=by.organisation, person=by.person, name=name, defaults={"query": query[:2000]}
    )
    subject = Subject("saved_search", str(saved.pk))
    recording.record(
        "search.kept", subject=subject, by=by, at=at, detail={"name": name, "query": saved.query}
    )
    return saved


@transaction.atomic
def let_go(*, saved: SavedSearch, by: Actor, at: datetime) -> None:
    """Forget a search of one's own."""
    if by.person is None or saved.person_id != by.person.pk:
        raise errors.NotOfYourOrganisation
    subject = Subject("saved_search", str(saved.pk))
    recording.record("search.let_go", subject=subject, by=by, at=at, detail={"name": saved.name})
    saved.delete()
