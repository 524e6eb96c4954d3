"""The shepherd of the numbers: clerks in many processes take, reserve and void numbers until a series is full."""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402

from dispatch.enums import AllocationState  # noqa: E402
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter  # noqa: E402
from dispatch.operations import numbering  # noqa: E402
from lib.refusal import Refusal  # noqa: E402
from organisation.models import Post  # noqa: E402
from organisation.models.actor import Actor  # noqa: E402
from tests.factories.dispatch import NOON  # noqa: E402
from tests.storm.herd import Herd, die_here, note  # noqa: E402

ABORTED = 0.10  # of the acts, by an error behind the act and before the commit
PATIENCE = 3600


class Abort(Exception):
    """The act is done, and its transaction is given up."""


class Clerk:
    """One process that gives numbers."""

    def __init__(self, name: str, chance: random.Random, orders: dict[str, Any]) -> None:
        self.chance, self.orders = chance, orders
        self.log = Path(orders["folder"]) / f"{name}.log"
        self.series = NumberSeries.objects.get(pk=orders["series"])
        post = Post.objects.select_related("person", "organisation").get(pk=orders["post"])
        self.by = Actor.for_post(post)

    def work(self) -> None:
        """Act until the series has the numbers it should have."""
        full = self.series.start + self.orders["numbers"]
        acts = [self.reserve, self.reserve_and_void, self.number_a_letter, self.void_a_letters_number]
        while NumberSeries.objects.values_list("next_number", flat=True).get(pk=self.series.pk) < full:
            act = self.chance.choices(acts, [92, 4, 3, 1])[0]
            try:
                with transaction.atomic():
                    said = act()
                    self._perhaps_not()
            except Abort:
                note(self.log, "aborted")
            except Refusal as refusal:  # a colleague was faster
                note(self.log, "refused", type(refusal).__name__)
            else:
                note(self.log, *said)

    def reserve(self) -> list[object]:
        at = NOON
        line = numbering.reserve(
            number_series=self.series, legal_day=at.date(), reason="giữ số cho quyết định",
            expires_at=at + timedelta(days=2), by=self.by, at=at,
        )  # fmt: skip
        return ["reserved", line.number]

    def reserve_and_void(self) -> list[object]:
        kept = NumberAllocation.objects.get(series=self.series, number=self.reserve()[1])
        numbering.void_reservation(allocation=kept, reason="không còn cần đến số này", by=self.by, at=NOON)
        return ["voided", kept.number]

    def number_a_letter(self) -> list[object]:
        letter = OutgoingLetter.objects.get(pk=self.chance.choice(self.orders["letters"]))
        numbering.number_and_request_seal(letter=letter, by=self.by, at=NOON)
        letter.refresh_from_db()
        return ["letter", letter.pk, letter.allocation.number if letter.allocation else "none"]

    def void_a_letters_number(self) -> list[object]:
        numbered = NumberAllocation.objects.filter(
            series=self.series, letter__in=self.orders["letters"], state=AllocationState.ALLOCATED
        )
        line = numbered.first()
        if line is None:
            return ["nothing"]
        numbering.void(allocation=line, reason="ghi nhầm ngày ban hành", by=self.by, at=NOON)
        return ["voided-letter", line.letter_id, line.number]

    def _perhaps_not(self) -> None:
        if self.chance.random() < self.orders["suicides"]:
            die_here()
        if self.chance.random() < ABORTED:
            raise Abort


def main(orders: dict[str, Any]) -> None:
    chance = random.Random(orders["seed"])
    names = [f"clerk-{number}" for number in range(orders["processes"])]
    herd = Herd(lambda name, own: Clerk(name, own, orders).work(), names, orders["seed"])
    begun, next_kill = time.monotonic(), 0.0
    while len(herd.finished) < len(names) and time.monotonic() - begun < PATIENCE:
        herd.raise_all()
        if time.monotonic() > next_kill:
            if next_kill and herd.killed < orders["kills"]:
                herd.kill_one(chance)
            next_kill = time.monotonic() + chance.uniform(0.5, 1.5) * orders["every"]
        time.sleep(0.02)
        herd.gather()
    herd.end()
    suicides = max(0, herd.born - len(names) - herd.killed - herd.ended_badly)
    report = {
        "born": herd.born, "killed": herd.killed, "suicides": suicides,
        "errors": herd.ended_badly, "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
