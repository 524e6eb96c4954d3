"""Search as a person of the office would: what they may not see is neither listed nor counted."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from lib.calendar import local_day
from organisation.models import Person
from organisation.models.actor import Actor
from organisation.queries import posts_of
from search import queries

USAGE = 64


class Command(BaseCommand):
    """``search QUERY --as PERSON [--json]``: 0 answered, 64 there is no such person."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the question and who asks."""
        parser.add_argument("query")
        parser.add_argument(
            "--as", required=True, dest="person", metavar="PERSON", help="the sign-in name of who asks"
        )
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="the answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer one page."""
        at = timezone.now()
        person = Person.objects.filter(username=options["person"]).first()
        post = posts_of(person, local_day(at)).first() if person is not None else None
        if post is None:
            self.stderr.write(f"nobody called {options['person']} works here")
            sys.exit(USAGE)
        with translation.override("vi"):
            found = queries.search(
                actor=Actor.for_post(post), at=at, query=options["query"], page=options["page"]
            )
        if options["json"]:
            self.stdout.write(json.dumps(_told(found), ensure_ascii=False))
            return
        self.stdout.write(f"{found.count}")
        for hit in found.hits:
            self.stdout.write(f"{hit.kind}:{hit.key}  {hit.code.text}  {hit.title.text}".rstrip())


def _told(found: queries.Found) -> dict[str, Any]:
    hits = [
        {
            "kind": hit.kind,
            "key": hit.key,
            "code": hit.code.text,
            "title": hit.title.text,
            "snippet": hit.snippet.text,
            "marks": list(hit.snippet.marks),
            "dated_on": hit.dated_on.isoformat() if hit.dated_on else None,
        }
        for hit in found.hits
    ]
    facets = {name: {value.value: value.count for value in values} for name, values in found.facets.items()}
    return {
        "count": found.count, "page": found.page, "pages": found.page_count, "index": str(found.state),
        "facets": facets, "hits": hits,
    }  # fmt: skip
