"""Who has opened which bytes: read from the log, so it is as sure as the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from audit.queries import done_by
from dispatch.models import OutgoingLetter
from organisation.models import Organisation
from organisation.models.actor import Actor

VIEWED = "letter.viewed"


class Hashes(NamedTuple):
    """The hashes of what is signed next: the file laid out for the signer, and the one that awaits the seal."""

    prepared: str
    signed: str


def files_of_letters(letters: Iterable[OutgoingLetter]) -> dict[int, Hashes]:
    """Give the hashes of the files of ``letters`` by the letter's key: one question, however many."""
    rows = OutgoingLetter.objects.filter(pk__in=[letter.pk for letter in letters]).order_by()
    found = rows.values_list("pk", "prepared_sha256", "signed_file__blob__sha256")
    return {pk: Hashes(prepared, signed or "") for pk, prepared, signed in found}


def letters_by_key(organisation: Organisation, keys: Collection[int]) -> dict[int, OutgoingLetter]:
    """Give several letters by their keys, for whoever has confirmed them."""
    rows = OutgoingLetter.objects.filter(organisation=organisation, pk__in=keys)
    rows = rows.select_related("unit", "drafter", "signer_post__person", "allocation")
    return {letter.pk: letter for letter in rows.defer("content", "printed").order_by()}


def opened_files(actor: Actor, letters: Iterable[OutgoingLetter]) -> set[str]:
    """Give the SHA-256 of every file of ``letters`` that the person behind ``actor`` has opened: one question."""
    keys = {str(letter.pk) for letter in letters}
    if actor.person is None or not keys:
        return set()
    viewed = done_by(
        actor.organisation_key,
        VIEWED,
        person_key=actor.person.pk,
        subject_kind="letter",
        subject_keys=keys,
    )
    return set(viewed.values_list("facts__sha256", flat=True))
