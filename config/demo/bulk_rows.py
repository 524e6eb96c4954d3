"""One letter of the bulk as the rows it leaves everywhere: register, log, search, dossier, procedure.

What such a letter does not have is a signature: its files are pages as laid out, and no event, request or verdict
claims otherwise. Its events name the people of the demo and say that this command wrote them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from archive.models import Dossier, Record
from audit.models import Event, EventDetail, Leaf
from audit.operations import recording
from config.demo.bulk_texts import Text
from config.demo.copying import Table
from dispatch.enums import AllocationState, EndorsementKind, LetterStatus, PartRole
from dispatch.models import (
    DraftVersion,
    Endorsement,
    NumberAllocation,
    NumberSeries,
    OutgoingLetter,
    Participation,
)
from dispatch.models.kinds import STATE, reference_code, symbol_of
from dispatch.operations.pages import version_on
from files.models import StoredFile
from lib.text import fold
from organisation.enums import Channel, Duty
from organisation.models import Organisation, Post, SigningMandate
from organisation.models.actor import Actor
from search.index.words import padded, words_of
from search.models import Projection
from workflow.enums import Outcome
from workflow.models import WorkItem
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure

PROCESS_NAME = "demo --letters"
_S = LetterStatus
# How far a letter has come → how many of these events it has.
_ACTS = (
    (_S.DRAFT, "drafted", "drafter"),
    (_S.CONTENT_CHECK, "submitted", "drafter"),
    (_S.FORMAT_CHECK, "content_passed", "head"),
    (_S.APPROVAL, "format_passed", "chief"),
    (_S.SIGNATURE, "approved", "signer"),
    (_S.SIGNED, "", ""),  # no event: nobody signed these bytes
    (_S.NUMBERED, "numbered", "clerk"),
    (_S.ISSUED, "issued", "clerk"),
)
ORDER = tuple(status for status, _act, _who in _ACTS)
_STEPS = (
    ("start", ""), ("draft", "drafter"), ("check_content", "head"), ("check_format", "chief"), ("prepare", ""),
    ("approve", "signer"), ("sign", "signer"), ("await_signature", ""), ("number_and_seal", "clerk"),
    ("await_seal", ""), ("file_letter", "drafter"), ("end", ""),
)  # fmt: skip
MODELS: tuple[Any, ...] = (
    NumberAllocation, OutgoingLetter, DraftVersion, Participation, Endorsement, Event, EventDetail, Leaf, Projection,
    Record, Process, Task, WorkItem,
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who does what to a letter."""

    drafter: Post
    head: Post
    chief: Post
    signer: Post
    clerk: Post
    mandate: SigningMandate


@dataclass(frozen=True)
class Case:
    """One letter to write: how far it has come, when, and what it says."""

    status: LetterStatus
    begun: datetime
    moved: datetime
    people: People
    text: Text
    file: StoredFile
    series: NumberSeries | None = None
    number: int = 0
    day: date | None = None
    dossier: Dossier | None = None


class Book:
    """Gathers the rows of letters and copies them."""

    def __init__(self, organisation: Organisation, issuer: dict[str, str], change: int) -> None:
        self.organisation, self.issuer, self.change = organisation, issuer, change
        self.table = {model: Table(model) for model in MODELS}
        self.ordinals: dict[int, int] = {}
        self._analysed = False
        self._prefix = f"org:{organisation.pk}"
        self._marks: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._letters_type = ContentType.objects.get_for_model(OutgoingLetter).pk
        self._flow = Process._meta.get_field("flow_class").get_prep_value(Procedure)
        self._nodes: dict[str, tuple[str, str]] = {}
        task_field = Task._meta.get_field("flow_task")
        for name, _who in _STEPS:
            node: Any = Procedure.instance.node(name)  # type: ignore[union-attr]
            self._nodes[name] = task_field.get_prep_value(node), node.task_type
        highest = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
        self.position: int = -1 if highest is None else highest

    def copy(self) -> None:
        """Send everything gathered so far and check what the database would check only at the very end.

        After the first rows the tables are analysed, or PostgreSQL would find the rows of a composite key by the index
        of the organisation, which all of them have in common.
        """
        for table in self.table.values():
            table.copy()
        with connection.cursor() as cursor:
            if not self._analysed:
                cursor.execute(f"ANALYZE {', '.join(table.name for table in self.table.values())}")
                self._analysed = True
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def settle(self) -> None:
        """Let every counter go on behind the last row, and dossiers behind their last record."""
        for table in self.table.values():
            table.settle()
        for key, ordinal in self.ordinals.items():
            Dossier.objects.filter(pk=key).update(last_ordinal=ordinal)

    def void(self, series: NumberSeries, number: int, day: date, at: datetime) -> None:
        """Leave the line of a number that was given up."""
        self.table[NumberAllocation].add(
            organisation_id=self.organisation.pk, series_id=series.pk, number=number, kind="cong_van",
            profile_code=STATE, legal_day=day, legal_year=day.year, state=AllocationState.VOID.value, allocated_at=at,
            void_reason="Ghi nhầm ngày ban hành, cấp số khác", voided_at=at,
        )  # fmt: skip

    def write(self, case: Case) -> int:
        """Gather every row of one letter; give its key."""
        letter = self._letter(case)
        self._written(letter, case)
        self._taking_part(letter, case)
        self._log(letter, case)
        if case.dossier is not None:
            self._filed(letter, case, case.dossier)
            self._procedure(letter, case)
        return letter

    def _letter(self, case: Case) -> int:
        people, content, at = case.people, case.text.content, case.moved
        far = ORDER.index(case.status)
        file = case.file.pk
        approved = far >= ORDER.index(_S.SIGNATURE)
        symbol = symbol_of(
            profile=STATE, kind="cong_van", issuer=self.issuer["symbol"], unit=people.drafter.unit.symbol
        )
        laid_out = far >= ORDER.index(_S.APPROVAL)
        letters = self.table[OutgoingLetter]
        key = letters.last_key + 1
        code, allocation = "", None
        if case.series is not None and case.day is not None:
            code = reference_code(profile=STATE, number=case.number, symbol=symbol)
            allocation = self._allocation(case, key, symbol, code)
        return letters.add(
            organisation_id=self.organisation.pk, kind="cong_van", profile_code=STATE,
            profile_version=version_on(STATE, date(2026, 1, 1)), status=case.status.value, subject=content.subject,
            subject_folded=fold(content.subject), unit_id=people.drafter.unit_id, drafter_id=people.drafter.person_id,
            drafter_post_id=people.drafter.pk, signer_post_id=people.signer.pk,
            mandate_id=people.mandate.pk if laid_out else None, urgency=content.urgency, copies=len(content.addressees),
            content=case.text.stored, version_number=1, printed=self._printed(people, symbol) if laid_out else {},
            dossier_id=case.dossier.pk if case.dossier else None,
            prepared_file_id=file if laid_out else None, prepared_sha256=case.file.sha256 if laid_out else "",
            approved_sha256=case.file.sha256 if approved else "", approved_by_id=people.signer.pk if approved else None,
            approved_at=at if approved else None,
            signed_file_id=file if far >= ORDER.index(_S.SIGNED) else None,
            signed_at=at if far >= ORDER.index(_S.SIGNED) else None,
            allocation_id=allocation, reference_code=code, legal_day=case.day if code else None,
            issued_file_id=file if case.status is _S.ISSUED else None,
            issued_at=at if case.status is _S.ISSUED else None,
            verify_token=secrets.token_urlsafe(18), created_at=case.begun, updated_at=at,
        )  # fmt: skip

    def _printed(self, people: People, symbol: str) -> dict[str, Any]:
        lines = people.mandate.authority_lines
        return {
            **self.issuer, "symbol": symbol, "authority_lines": lines[:-1], "title": lines[-1],
            "signer": people.signer.person.full_name, "qr": False, "benchmark": True,
        }  # fmt: skip

    def _allocation(self, case: Case, letter: int, symbol: str, code: str) -> int:
        day = case.day
        assert case.series is not None and day is not None  # noqa: S101 -- asked by the caller
        return self.table[NumberAllocation].add(
            organisation_id=self.organisation.pk, series_id=case.series.pk, number=case.number, kind="cong_van",
            profile_code=STATE, symbol=symbol, reference_code=code, legal_day=day, legal_year=day.year,
            state=AllocationState.ALLOCATED.value, letter_id=letter, allocated_at=case.moved,
            allocated_by_key=case.people.clerk.person_id,
        )  # fmt: skip

    def _written(self, letter: int, case: Case) -> None:
        people = case.people
        self.table[DraftVersion].add(
            organisation_id=self.organisation.pk, letter_id=letter, number=1, author_id=people.drafter.person_id,
            post_id=people.drafter.pk, content=case.text.stored, content_hash=case.text.hash, created_at=case.begun,
        )  # fmt: skip
        passed = (
            (EndorsementKind.CONTENT, _S.FORMAT_CHECK, people.head, ""),
            (EndorsementKind.FORMAT, _S.APPROVAL, people.chief, ""),
            (EndorsementKind.APPROVAL, _S.SIGNATURE, people.signer, case.file.sha256),
        )
        for kind, since, post, sha256 in passed:
            if ORDER.index(case.status) >= ORDER.index(since):
                self.table[Endorsement].add(
                    organisation_id=self.organisation.pk, letter_id=letter, kind=kind.value, version_number=1,
                    file_sha256=sha256, post_id=post.pk, passed=True, at=case.moved,
                )  # fmt: skip

    def _taking_part(self, letter: int, case: Case) -> None:
        people, far = case.people, ORDER.index(case.status)
        drafter = people.drafter
        parts: list[tuple[LetterStatus, PartRole, str, dict[str, Any]]] = [
            (_S.DRAFT, PartRole.DRAFTER, f"person:{drafter.person_id}", {"person_id": drafter.person_id}),
            (_S.DRAFT, PartRole.DRAFTER, f"post:{drafter.pk}", {"post_id": drafter.pk}),
            (_S.CONTENT_CHECK, PartRole.UNIT, f"unit:{drafter.unit_id}", {"unit_id": drafter.unit_id}),
            (_S.FORMAT_CHECK, PartRole.FORMAT_CHECKER, *_by_duty(Duty.CHIEF_OF_OFFICE)),
            (_S.APPROVAL, PartRole.SIGNER, f"post:{people.signer.pk}", {"post_id": people.signer.pk}),
            (_S.APPROVAL, PartRole.APPROVER, *_by_duty(Duty.HEAD)),
            (_S.SIGNED, PartRole.REGISTRY, *_by_duty(Duty.REGISTRY_CLERK)),
        ]
        if case.dossier is not None:
            parts.append((_S.ISSUED, PartRole.ARCHIVE, *_by_duty(Duty.ARCHIVIST)))
        tokens = []
        for since, role, token, values in parts:
            if far >= ORDER.index(since):
                tokens.append(f"{self._prefix}/{token}")
                self.table[Participation].add(
                    organisation_id=self.organisation.pk, letter_id=letter, role=role.value, token=tokens[-1],
                    since=case.begun, **values,
                )  # fmt: skip
        self._findable(letter, case, sorted(set(tokens)))

    def _findable(self, letter: int, case: Case, tokens: list[str]) -> None:
        content, unit = case.text.content, case.people.drafter.unit.symbol
        code = ""
        if case.day is not None:
            code = reference_code(profile=STATE, number=case.number, symbol=f"{self.issuer['symbol']}-{unit}")
        text = f"{case.text.plain}\n{case.people.signer.person.full_name}"
        facets = {"kind": "cong_van", "status": case.status.value, "unit": unit, "direction": "outgoing"}
        if case.day is not None:
            facets["year"] = str(case.day.year)
        self.table[Projection].add(
            organisation_id=self.organisation.pk, kind="letter", key=str(letter), title=content.subject, code=code,
            code_norm=" ".join(words_of(code))[:400], text=text, facets=facets, tokens=tokens, dated_on=case.day,
            words=padded([words_of(code), words_of(content.subject), words_of(text)]), projected_at=case.moved,
            changed=self.change,
        )  # fmt: skip

    def _log(self, letter: int, case: Case) -> None:
        far = ORDER.index(case.status)
        acts = [(status, act, who) for status, act, who in _ACTS[: far + 1] if act]
        if case.dossier is not None:
            acts.append((_S.ISSUED, "filed", "drafter"))
        for place, (status, act, who) in enumerate(acts):
            at = case.moved if place == len(acts) - 1 else case.begun + timedelta(hours=place)
            self._event(letter, act, status, getattr(case.people, who), case, at)

    def _event(
        self, letter: int, act: str, status: LetterStatus, post: Post, case: Case, at: datetime
    ) -> None:
        trail, names = self._mark(post)
        salt = secrets.token_hex(16)
        text = {"subject": case.text.content.subject, "names": names}
        event = Event(
            organisation_key=self.organisation.pk, name=f"letter.{act}", subject_kind="letter", subject_key=str(letter),
            at=at, trail=trail, facts={"status": status.value, "version": 1, "benchmark": True},
            detail_hash=recording.commitment(salt, text),
        )  # fmt: skip
        leaf = recording.leaf_hash(event)
        key = self.table[Event].add(
            organisation_key=event.organisation_key, name=event.name, subject_kind="letter",
            subject_key=event.subject_key, at=at, trail=trail, facts=event.facts,
            detail_hash=event.detail_hash, leaf_hash=leaf,
        )  # fmt: skip
        self.table[EventDetail].add(event_id=key, salt=salt, text=text)
        self.position += 1
        self.table[Leaf].add(position=self.position, event_id=key, hash=leaf)

    def _mark(self, post: Post) -> tuple[dict[str, Any], dict[str, Any]]:
        if post.pk not in self._marks:
            actor = replace(Actor.for_post(post, channel=Channel.COMMAND), process=PROCESS_NAME)
            self._marks[post.pk] = dict(actor.trail()), dict(actor.names())
        return self._marks[post.pk]

    def _filed(self, letter: int, case: Case, dossier: Dossier) -> None:
        ordinal = self.ordinals[dossier.pk] = self.ordinals.get(dossier.pk, dossier.last_ordinal) + 1
        unit = case.people.drafter.unit.symbol
        self.table[Record].add(
            organisation_id=self.organisation.pk, dossier_id=dossier.pk, ordinal=ordinal, origin_kind="letter",
            origin_key=str(letter), label="Công văn",
            code=reference_code(profile=STATE, number=case.number, symbol=f"{self.issuer['symbol']}-{unit}"),
            title=case.text.content.subject, author=self.issuer["issuer"], dated_on=case.day,
            page_count=case.file.page_count, filed_at=case.moved, filed_by_id=case.people.drafter.person_id,
        )  # fmt: skip

    def _procedure(self, letter: int, case: Case) -> None:
        """Leave the ended procedure behind, as viewflow keeps it."""
        process = self.table[Process].add(
            flow_class=self._flow, status=PROCESS.DONE, created=case.begun, finished=case.moved,
            artifact_content_type_id=self._letters_type, artifact_object_id=letter,
        )  # fmt: skip
        for name, who in _STEPS:
            node, kind = self._nodes[name]
            post: Post | None = getattr(case.people, who) if who else None
            task = self.table[Task].add(
                process_id=process, flow_task=node, flow_task_type=kind, status=STATUS.DONE, created=case.begun,
                started=case.begun, finished=case.moved, owner_id=post.person_id if post else None,
            )  # fmt: skip
            if post is not None:
                self.table[WorkItem].add(
                    organisation_id=self.organisation.pk, task_key=task, process_key=process, letter_kind="outgoing",
                    letter_key=letter, step=name, owner_post_id=None if name == "number_and_seal" else post.pk,
                    duty=Duty.REGISTRY_CLERK.value if name == "number_and_seal" else "", reason=Outcome.DONE.value,
                    assigned_at=case.begun, done_at=case.moved, done_by_id=post.person_id, outcome=Outcome.DONE.value,
                )  # fmt: skip


def _by_duty(duty: Duty) -> tuple[str, dict[str, Any]]:
    return f"duty:{duty.value}", {"duty": duty.value}
