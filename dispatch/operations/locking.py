"""Lock the letter an act changes. In the house's order the letter comes after its process and before all else."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch import queries
from dispatch.enums import RelationKind
from dispatch.models import OutgoingLetter
from lib.database import locked
from organisation.models.actor import Actor


def locked_letter(letter: OutgoingLetter, by: Actor) -> OutgoingLetter:
    """Give the letter freshly read and locked; what of the office the caller has read already is not read again."""
    row = locked(queries.with_cosigned(OutgoingLetter.objects.all()), letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    known = letter._state.fields_cache
    for name in ("unit", "signer_post"):
        if known.get(name) is not None and known[name].pk == getattr(row, f"{name}_id"):
            setattr(row, name, known[name])
            getattr(row, name).organisation = row.organisation
    return row


def locked_letters(keys: Iterable[int], by: Actor) -> dict[int, OutgoingLetter]:
    """Give several letters freshly read and locked, by key: in the order of their keys, as everybody locks them."""
    rows = OutgoingLetter.objects.select_for_update(of=("self",)).filter(pk__in=set(keys)).order_by("pk")
    found = {row.pk: row for row in rows}
    for row in found.values():
        if row.organisation_id == by.organisation.pk:
            row.organisation = by.organisation
    return found


def locked_with_named(letter: OutgoingLetter, by: Actor) -> tuple[OutgoingLetter, dict[int, OutgoingLetter]]:
    """Give the letter and the letters its issue acts on, locked in the order of their keys.

    What a letter names is fixed once it has left its draft, so it may be read before the locks are held.
    """
    acts = letter.relations.filter(dropped_at__isnull=True).exclude(kind=RelationKind.BASED_ON)
    found = locked_letters([letter.pk, *acts.order_by().values_list("target_id", flat=True)], by)
    return found.pop(letter.pk), found
