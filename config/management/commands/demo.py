"""Load the demo office, list its people, or fill it with many letters for measurements."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.demo import (
    PASSWORD,
    PIN,
    bulk,
    cast,
    catalogue,
    correspondents,
    custody,
    dossiers,
    founding,
    incoming,
    keys,
    letters,
)
from lib.refusal import Refusal
from organisation.models import Organisation


class Command(BaseCommand):
    """Refused unless OFFICE_DEMO is on. Loading twice changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--list", action="store_true", help="only list the demo people")
        parser.add_argument("--bare", action="store_true", help="people, keys and file plan, but no letters")
        parser.add_argument(
            "--letters",
            type=int,
            metavar="N",
            help="N unsigned letters for measurements, into a bare demo office only; marks the database as a benchmark",
        )
        parser.add_argument(
            "--json", action="store_true", help="with --letters: report counts and seconds as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Found both organisations with people, keys, file plans and dossiers; queue the writing of the letters."""
        if options["list"]:
            self.stdout.write(people())
            return
        if not settings.DEMO:
            raise CommandError("The demo office is loaded only with OFFICE_DEMO on.")
        if options["letters"] is not None:
            self._many(options["letters"], as_json=options["json"])
            return
        if Organisation.objects.filter(code=cast.STATE.code).exists():
            self.stdout.write("The demo office is loaded already.")
            return
        at = timezone.now()
        keys.write(cast.OFFICES, at=at)
        with transaction.atomic():
            load(at)
            if not options["bare"]:
                letters.queue_all(at=at)
                incoming.queue_all(at=at)

    def _many(self, number: int, *, as_json: bool) -> None:
        """Load ``number`` letters into the bare office, founding it first where there is none."""
        if number < 1:
            raise CommandError("--letters takes a whole number from 1 on.")
        at = timezone.now()
        try:
            bulk.refuse_what_is_not_bare()
            if not Organisation.objects.exists():
                keys.write(cast.OFFICES, at=at)
                with transaction.atomic():
                    load(at)
            report = bulk.load(number, at=at)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        said = json.dumps(report.to_json()) if as_json else bulk.sentence(report)
        self.stdout.write(said)


def load(at: datetime) -> None:
    """Found both organisations: the department with series, file plans and dossiers, the commission with its term."""
    everybody = {}
    for office in cast.OFFICES:
        posts = everybody[office.code] = founding.found(office, at=at)
        organisation = Organisation.objects.get(code=office.code)
        keys.register(office, organisation, posts, at=at)
        if office is cast.STATE:
            founding.open_series(organisation, at=at)
            custody.fill(posts, dossiers.fill(posts, at=at), at=at)
            catalogue.fill(posts, at=at)
        else:
            founding.open_term(organisation, since=cast.TERM, at=at)
        correspondents.fill(organisation, posts, at=at)
    correspondents.introduce(at=at, posts=everybody)


def people() -> str:
    """Give the list of people who can sign in, as the greeting of ``./office`` shows it."""
    lines = [f"Everyone's password is {PASSWORD}, the signing PIN is {PIN}.", ""]
    for office in cast.OFFICES:
        lines.append(f"{office.periods[-1][1]['name']} ({office.code})")
        lines += [f"  {m.username:<8} {m.full_name:<18} {m.title}, {m.unit}" for m in office.members]
        lines.append("")
    return "\n".join(lines)
