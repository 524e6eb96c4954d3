"""Make the file that is approved: the rendered letter with its fields."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction

from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.queries import content_of
from organisation.models.actor import Actor
from signing import errors

if TYPE_CHECKING:
    from signing.engine.preparing import Place


@transaction.atomic
def prepare_file(*, by: Actor, at: datetime, file: StoredFile, slots: Mapping[str, "Place"]) -> StoredFile:
    """Give the file with signature fields Leader and Seal and text fields Number and Day (design D9).

    Takes a rendered PDF and the places `leader`, `seal`, `number`, `day` of its layout. Runs in a worker, never in
    the web process. Refuses a layout without these places. The event is the one of the new file.
    """
    from signing.engine import preparing  # noqa: PLC0415 -- slow import

    return _prepared(preparing.add_fields, by=by, at=at, file=file, slots=slots)


@transaction.atomic
def prepare_for_two(*, by: Actor, at: datetime, file: StoredFile, slots: Mapping[str, "Place"]) -> StoredFile:
    """Give the file with the fields Leader and Second, for a record that two people sign and nobody seals.

    Takes the places `leader` and `second`; otherwise as ``prepare_file``.
    """
    from signing.engine import preparing  # noqa: PLC0415 -- slow import

    return _prepared(preparing.add_hands, by=by, at=at, file=file, slots=slots)


def _prepared(
    add: Callable[[bytes, Mapping[str, "Place"]], bytes],
    *,
    by: Actor,
    at: datetime,
    file: StoredFile,
    slots: Mapping[str, "Place"],
) -> StoredFile:
    from signing.engine import preparing  # noqa: PLC0415 -- slow import

    try:
        prepared = add(content_of(file), slots)
    except preparing.PlaceMissing as error:
        raise errors.PlacesAreMissing from error
    name = f"{PurePath(file.name).stem}.prepared.pdf"
    return storing.store(by=by, at=at, content=prepared, name=name, role=FileRole.PREPARED)
