"""Who sees a dossier."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from archive.enums import Access, DossierState, RequestState
from archive.models import AccessGrant, CatalogueUnit, Dossier, ReadingRequest
from organisation.enums import Duty
from organisation.models.actor import Actor
from organisation.queries import access_tokens_of

SEE_ALL: Final = (
    Duty.HEAD,
    Duty.DEPUTY_HEAD,
    Duty.CHIEF_OF_OFFICE,
    Duty.REGISTRY_CLERK,
    Duty.ARCHIVIST,
)


def grants_of(dossier: Dossier) -> QuerySet[AccessGrant]:
    """Give the grants in force on the dossier, oldest first."""
    live = AccessGrant.objects.filter(dossier=dossier, revoked_at__isnull=True)
    return live.select_related("unit", "post__person", "person").order_by("id")


def tokens_for(dossier: Dossier) -> list[str]:
    """Give the access tokens of those who see ``dossier``: keeper, unit, office, grants.

    In custody also those who were let read it, and all the office where the catalogue says it is open.
    """
    prefix = f"org:{dossier.organisation_id}"
    tokens = tokens_of_holders(dossier)
    if dossier.pk:
        let = ReadingRequest.objects.filter(unit__dossier=dossier, state=RequestState.GRANTED).order_by()
        tokens |= {f"{prefix}/person:{person}" for person in let.values_list("person", flat=True)}
        if CatalogueUnit.objects.filter(dossier=dossier, access=Access.OPEN).exists():
            tokens.add(prefix)
    return sorted(tokens)


def has_for_work(actor: Actor, at: datetime, dossier: Dossier) -> bool:
    """Say whether who sees ``dossier`` has it for their work, and was not only let read it once it was in custody."""
    if dossier.state != DossierState.ARCHIVED:
        return True
    return bool(tokens_of_holders(dossier) & set(access_tokens_of(actor, at)))


def tokens_of_holders(dossier: Dossier) -> set[str]:
    """Give the access tokens of those who have ``dossier`` for their work: they are handed the files laid into it."""
    prefix = f"org:{dossier.organisation_id}"
    tokens = {f"{prefix}/person:{dossier.keeper_id}", f"{prefix}/unit:{dossier.unit_id}"}
    tokens |= {f"{prefix}/duty:{duty.value}" for duty in SEE_ALL}
    if dossier.pk:
        tokens |= {
            grant.token for grant in AccessGrant.objects.filter(Q(dossier=dossier), revoked_at__isnull=True)
        }
    return tokens
