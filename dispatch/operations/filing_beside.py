"""Lay the drafts of a letter and the opinions on it into a dossier beside it, and answer the archive about them.

They are not copied: a record points at the version or the opinion (Decree 30/2020 Art. 29; domain, trap 15). Drafts
leave the dossier when it is closed; here they stay.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from archive.models import Dossier, Origin, Record
from archive.operations.filing import file_record
from archive.ports import Description
from dispatch import policies, queries
from dispatch.models import DraftVersion, Opinion, OutgoingLetter
from dispatch.operations import locking
from lib.calendar import local_day
from organisation.models.actor import Actor

VERSION: Final = "version"
OPINION: Final = "opinion"


@transaction.atomic
def file_version(*, letter: OutgoingLetter, number: int, dossier: Dossier, by: Actor, at: datetime) -> Record:
    """File version ``number`` of the letter as a draft; refuses who may not read the letter, and a closed dossier."""
    letter = locking.locked_letter(letter, by)
    policies.may_read(by, letter, at).enforce()
    version = queries.version_of(letter, number)
    origin, about = Origin(VERSION, str(version.pk)), _of_version(version)
    return file_record(dossier=dossier, origin=origin, **about._asdict(), is_draft=True, by=by, at=at)


@transaction.atomic
def file_opinion(*, letter: OutgoingLetter, pk: int, dossier: Dossier, by: Actor, at: datetime) -> Record:
    """File an opinion that was given on the letter; refuses who may not read the letter, and a closed dossier."""
    letter = locking.locked_letter(letter, by)
    policies.may_read(by, letter, at).enforce()
    opinion = queries.given_opinions(letter).get(pk=pk)
    origin, about = Origin(OPINION, str(opinion.pk)), _of_opinion(opinion)
    return file_record(dossier=dossier, origin=origin, **about._asdict(), by=by, at=at)


class VersionRecords:
    """The archive's port for records of the kind ``version``."""

    def describe(self, origin: Origin) -> Description:
        """Give what the version is called; raise KeyError if there is no such version."""
        version = DraftVersion.objects.select_related("letter", "author").filter(pk=int(origin.key)).first()
        if version is None:
            raise KeyError(origin.key)
        return _of_version(version)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` takes part in the letter."""
        letters = DraftVersion.objects.filter(pk=int(origin.key)).values("letter")
        return queries.letters_visible_to(actor, at).filter(pk__in=letters).exists()


class OpinionRecords:
    """The archive's port for records of the kind ``opinion``."""

    def describe(self, origin: Origin) -> Description:
        """Give what the opinion is called; raise KeyError if there is no such opinion."""
        found = Opinion.objects.select_related("letter", "answered_by__person", "answered_by__unit")
        opinion = found.filter(pk=int(origin.key), answered_at__isnull=False).first()
        if opinion is None:
            raise KeyError(origin.key)
        return _of_opinion(opinion)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` takes part in the letter."""
        letters = Opinion.objects.filter(pk=int(origin.key)).values("letter")
        return queries.letters_visible_to(actor, at).filter(pk__in=letters).exists()


def _of_version(version: DraftVersion) -> Description:
    return Description(
        label="Bản thảo",  # the list of documents is a legal form: Vietnamese (design D20)
        code="",
        title=f"lần {version.number}: {version.draft.subject or version.letter.subject}",
        author=version.author.full_name,
        dated_on=local_day(version.created_at),
        page_count=None,
    )


def _of_opinion(opinion: Opinion) -> Description:
    post = opinion.answered_by
    assert post is not None and opinion.answered_at is not None  # noqa: S101 -- it was given
    return Description(
        label="Ý kiến",
        code="",
        title=f"về dự thảo: {opinion.letter.subject}",
        author=f"{post.person.full_name}, {post.unit.name}",
        dated_on=local_day(opinion.answered_at),
        page_count=1,
    )
