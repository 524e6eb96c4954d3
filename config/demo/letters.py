"""Write the demo's letters as its people would: each a job that acts step by step, and may be killed at any.

The signatures are real: the signer process and the demo authority must run. A job that finds its letter half-way
goes on from there, because it finds it by the subject among its drafter's letters.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from archive import queries as archive
from config.demo import PIN
from config.demo.scripts import SCRIPTS, Script
from dispatch import queries
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.operations import drafting
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations import queueing
from lib.calendar import local_day, local_year
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from workflow import queries as work
from workflow.models import WorkItem
from workflow.outgoing_letter import moves, starting

KIND = "config.demo_letter"
_PATIENCE = 60  # seconds for the machine to lay out, sign or seal one letter


def queue_all(*, at: datetime) -> None:
    """Queue the writing of every letter of the demo."""
    with transaction.atomic():
        for number, script in enumerate(SCRIPTS):
            organisation = office.organisation_by_code(script.office)
            queueing.enqueue(
                KIND,
                key=f"{number}",
                organisation_key=organisation.pk,
                payload={"script": number, "subject": script.subject},
                queue=Queue.BATCH,
                at=at,
            )


def write(job: Job) -> None:
    """Bring one letter to the status its script rests at; wait without counting when the machine is busy."""
    script = SCRIPTS[job.payload["script"]]
    organisation = office.organisation_by_code(script.office)
    writer = _Writer(organisation, script)
    deadline = time.monotonic() + _PATIENCE
    while not writer.step():
        if time.monotonic() > deadline:
            raise RetryLater(seconds=5, reason="the letter waits for the signer or the worker")
        time.sleep(0.2)


class _Writer:
    """Plays the people of one script."""

    def __init__(self, organisation: Organisation, script: Script) -> None:
        self.organisation, self.script = organisation, script
        day = local_day(timezone.now())
        self.posts: dict[str, Post] = {p.person.username: p for p in office.posts_on(organisation, day)}

    def step(self) -> bool:
        """Do the next act, if there is one; say whether the letter rests where it should."""
        letter = self._letter()
        if letter is None:
            self._draft()
            return False
        if letter.status == self.script.until and not (letter.status == "issued" and self._unfiled(letter)):
            return True
        act = {
            "draft": self._submit,
            "content_check": self._check_content,
            "format_check": self._check_format,
            "approval": self._sign,
            "signed": self._seal,
            "issued": self._file,
        }.get(letter.status)
        if act is not None:
            act(letter)
        return False

    def _letter(self) -> OutgoingLetter | None:
        drafter = Actor.for_post(self.posts[self.script.drafter])
        mine = queries.letters_visible_to(drafter, timezone.now())
        return mine.filter(subject=self.script.subject).first()

    def _draft(self) -> None:
        by, at, script = self._actor(self.script.drafter), timezone.now(), self.script
        body = [
            {"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in script.paragraphs
        ]
        unit = self.posts[script.drafter].unit
        content = DraftContent.from_fields(
            {
                "subject": script.subject,
                "addressees": list(script.addressees),
                "legal_bases": list(script.bases),
                "body": {"type": "doc", "content": body},
                "recipients": list(script.recipients),
                "keep_line": script.keep_line or f"VT, {unit.symbol}",
                "particulars": dict(script.particulars),
                "urgency": script.urgency,
                "signer_post_id": self.posts[script.signer].pk,
            }
        )
        with transaction.atomic():
            letter = starting.start(kind=script.kind, unit=unit, by=by, at=at)
            drafting.save_version(letter=letter, content=content, base_version=0, by=by, at=at)

    def _submit(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.drafter), timezone.now()
        moves.submit(item=self._item(letter, by, at), by=by, at=at)

    def _check_content(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.head), timezone.now()
        moves.check_content(item=self._item(letter, by, at), by=by, at=at)

    def _check_format(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.chief), timezone.now()
        moves.check_format(item=self._item(letter, by, at), by=by, at=at)

    def _sign(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.signer), timezone.now()
        item = self._item(letter, by, at)
        moves.approve_and_sign(item=item, sha256=letter.prepared_sha256, pin=PIN, by=by, at=at)

    def _seal(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.clerk), timezone.now()
        moves.number_and_seal(item=self._item(letter, by, at), pin=PIN, by=by, at=at)

    def _file(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.drafter), timezone.now()
        code = f"{self.script.dossier}.{local_year(at)}"
        dossier = archive.dossiers_visible_to(by, at).get(code=code)
        moves.file_letter(item=self._item(letter, by, at), dossier=dossier, by=by, at=at)

    def _unfiled(self, letter: OutgoingLetter) -> bool:
        return bool(self.script.dossier) and letter.dossier_id is None

    def _actor(self, username: str) -> Actor:
        return Actor.for_post(self.posts[username])

    def _item(self, letter: OutgoingLetter, by: Actor, at: datetime) -> WorkItem:
        item = work.open_item_for(by, letter, at)
        if item is None:
            raise RetryLater(seconds=2, reason=f"nothing waits for {by.person} at letter {letter.pk}")
        return item
