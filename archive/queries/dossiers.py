"""Reading dossiers. Screens list by ``dossiers_visible_to``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from archive import policies
from archive.enums import DossierState
from archive.models import Dossier, Origin, Record
from organisation.models import Person
from organisation.models.actor import Actor
from organisation.queries import access_tokens_of


def dossiers_visible_to(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers ``actor`` sees at ``at``: newest year first, then by code."""
    tokens = access_tokens_of(actor, at) or [""]
    seen = Dossier.objects.filter(organisation=actor.organisation, tokens__overlap=tokens)
    return seen.select_related("unit", "keeper").order_by("-year", "code", "id")


def dossier_for(actor: Actor, at: datetime, pk: int) -> Dossier:
    """Give the dossier ``pk`` if ``actor`` sees it; raise DoesNotExist otherwise."""
    return dossiers_visible_to(actor, at).get(pk=pk)


def dossiers_to_file_in(actor: Actor, at: datetime) -> list[Dossier]:
    """Give the open dossiers ``actor`` may file in at ``at``, in the order of ``dossiers_visible_to``."""
    seen = dossiers_visible_to(actor, at).filter(state=DossierState.OPEN)
    return [dossier for dossier in seen if policies.may_file(actor, dossier)]


def dossiers_of(origin: Origin, actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers the thing lies in now, of those ``actor`` sees."""
    lying = Record.objects.filter(
        origin_kind=origin.kind,
        origin_key=origin.key,
        organisation=actor.organisation,
        removed_at__isnull=True,
    )
    return dossiers_visible_to(actor, at).filter(pk__in=lying.values("dossier"))


def kept_by(person: Person) -> QuerySet[Dossier]:
    """Give what somebody keeps and has to hand over when leaving: everything that is not in custody (Art. 31)."""
    rows = Dossier.objects.filter(organisation=person.organisation, keeper=person)
    return rows.exclude(state=DossierState.ARCHIVED).order_by("-year", "code", "id")
