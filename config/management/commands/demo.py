"""Load the demo office, or list its people."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.demo import PASSWORD, PIN, cast, dossiers, founding, keys, letters
from organisation.models import Organisation


class Command(BaseCommand):
    """Refused unless OFFICE_DEMO is on. Loading twice changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--list", action="store_true", help="only list the demo people")
        parser.add_argument("--bare", action="store_true", help="people, keys and file plan, but no letters")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found both organisations with people, keys, file plans and dossiers; queue the writing of the letters."""
        if options["list"]:
            self.stdout.write(people())
            return
        if not settings.DEMO:
            raise CommandError("The demo office is loaded only with OFFICE_DEMO on.")
        if Organisation.objects.filter(code=cast.STATE.code).exists():
            self.stdout.write("The demo office is loaded already.")
            return
        at = timezone.now()
        keys.write(cast.OFFICES, at=at)
        with transaction.atomic():
            load(at)
            if not options["bare"]:
                letters.queue_all(at=at)


def load(at: datetime) -> None:
    """Found both organisations; the state department also gets its number series, file plans and dossiers."""
    for office in cast.OFFICES:
        posts = founding.found(office, at=at)
        organisation = Organisation.objects.get(code=office.code)
        keys.register(office, organisation, posts, at=at)
        if office is cast.STATE:
            founding.open_series(organisation, at=at)
            dossiers.fill(posts, at=at)


def people() -> str:
    """Give the list of people who can sign in, as the greeting of ``./office`` shows it."""
    lines = [f"Everyone's password is {PASSWORD}, the signing PIN is {PIN}.", ""]
    for office in cast.OFFICES:
        lines.append(f"{office.periods[-1][1]['name']} ({office.code})")
        lines += [f"  {m.username:<8} {m.full_name:<18} {m.title}, {m.unit}" for m in office.members]
        lines.append("")
    return "\n".join(lines)
