"""Write the demo's letters as its people would: each a job that acts step by step, and may be killed at any.

The signatures are real: the signer process and the demo authority must run. A job that finds its letter half-way
goes on from there, because it finds it by the subject among its drafter's letters.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from archive import queries as archive
from config.demo import PIN
from config.demo.scripts import SCRIPTS, Script
from dispatch import queries
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.operations import drafting, joint_answering, joint_asking
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations import queueing
from lib.calendar import local_day, local_year
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from signing.enums import SigningRole
from workflow import queries as work
from workflow.models import WorkItem
from workflow.outgoing_letter import cosigning, joint, moves, starting

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
            "cosignature": self._sign_beside,
            "signed": self._seal,
            "numbered": self._seal_beside,
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
                "second_post_id": self.posts[script.second].pk if script.second else None,
            }
        )
        with transaction.atomic():
            letter = starting.start(kind=script.kind, unit=unit, by=by, at=at)
            drafting.save_version(letter=letter, content=content, base_version=0, by=by, at=at)

    def _submit(self, letter: OutgoingLetter) -> None:
        by, at = self._actor(self.script.drafter), timezone.now()
        if self.script.partner and not self._partner_agreed(letter, by, at):
            return
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

    def _partner_agreed(self, letter: OutgoingLetter, by: Actor, at: datetime) -> bool:
        """Ask the partner, then let its registry say who signs; say whether it has."""
        row = queries.cosignature_of(letter)
        if row is None:
            code = self.script.partner[0] if self.script.partner else ""
            joint_asking.ask(letter=letter, partner=office.organisation_by_code(code), by=by, at=at)
            return False
        if row.state == "agreed":
            return True
        clerk, signer = self._partners()
        for asked in queries.joint_waiting_for(clerk).filter(origin_cosignature=row.pk):
            assert signer.post is not None  # noqa: S101 -- made for a post
            joint_answering.name_signer(request=asked, post=signer.post, by=clerk, at=at)
        return False

    def _partners(self) -> tuple[Actor, Actor]:
        """Give the partner's clerk and signer."""
        code, clerk, signer = self.script.partner or ("", "", "")
        posts = office.posts_on(office.organisation_by_code(code), local_day(timezone.now()))
        by_name = {post.person.username: post for post in posts}
        return Actor.for_post(by_name[clerk]), Actor.for_post(by_name[signer])

    def _sign_beside(self, letter: OutgoingLetter) -> None:
        at = timezone.now()
        if not self.script.partner:
            by = self._actor(self.script.second)
            item, file = work.open_item_for(by, letter, at), letter.signed_file
            if item is not None and file is not None:
                cosigning.cosign(item=item, sha256=file.sha256, pin=PIN, by=by, at=at)
            return
        _clerk, signer = self._partners()
        self._answer_as_partner(letter, signer, joint.sign, SigningRole.SECOND)

    def _seal_beside(self, letter: OutgoingLetter) -> None:
        if self.script.partner:
            clerk, _signer = self._partners()
            self._answer_as_partner(letter, clerk, joint.seal, SigningRole.PARTNER)

    def _answer_as_partner(
        self, letter: OutgoingLetter, by: Actor, act: Callable[..., object], role: SigningRole
    ) -> None:
        row = queries.cosignature_of(letter)
        for one in queries.joint_waiting_for(by).filter(origin_cosignature=row.pk if row else 0):
            known = queries.joint_signature_of(one, role)
            if known is None or known.file_id != one.file_id:
                act(request=one, sha256=one.file.sha256, pin=PIN, by=by, at=timezone.now())

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
