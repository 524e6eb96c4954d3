"""Is every letter pinned to a route that is still exactly what its digest says (invariant I11)? Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lib.canonical import canonical, sha256_hex
from workflow.models import RoutePin, RouteVersion
from workflow.routes.built_in import BUILT_IN
from workflow.routes.choosing import LETTER_KIND


def unsound_pins(letters: Collection[int]) -> Iterator[tuple[int, str]]:
    """Give the key of each of ``letters`` whose route cannot be trusted, and what is wrong with it."""
    torn = {
        version.pk
        for version in RouteVersion.rows.iterator()
        if sha256_hex(canonical(version.stages)) != version.digest
    }
    pins = RoutePin.rows.filter(letter_kind=LETTER_KIND).select_related("version").order_by("id")
    for pin in pins.iterator():
        if pin.letter_key not in letters:
            continue
        if pin.version is None and pin.digest not in BUILT_IN:
            yield pin.letter_key, f"goes by a built-in route nobody knows: {pin.digest[:12]}"
        elif pin.version is not None and pin.version.digest != pin.digest:
            yield pin.letter_key, f"is pinned to {pin.digest[:12]} and goes by {pin.version.digest[:12]}"
        elif pin.version_id in torn:
            yield pin.letter_key, f"goes by a version that is not what its digest says: {pin.digest[:12]}"
