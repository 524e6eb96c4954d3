"""Write a draft: begin it, keep what is typed, save versions, attach files."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from dispatch import errors, policies, queries
from dispatch.body.plain import lines_of
from dispatch.body.schema import check_body
from dispatch.body.secrecy import secret_mark_in
from dispatch.enums import PartRole, RenderingState, Secrecy
from dispatch.models import Attachment, Autosave, DraftVersion, LetterRendering, OutgoingLetter
from dispatch.models.content import LABELS, DraftContent, check_lengths, check_particulars
from dispatch.models.kinds import PARTY, kind_of
from dispatch.models.shapes import shape_of
from dispatch.operations import closing, locking, pages, participating
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.operations.storing import Deposit
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from lib.calendar import local_day, local_time
from lib.database import locked
from lib.text import fold, single_line
from organisation import queries as office
from organisation.models import Person, Post, Unit
from organisation.models.actor import Actor

PREVIEW = "dispatch.preview"
_KEPT = 3  # renderings of a letter that stay; older ones are dropped with the next request
_TOKEN_BYTES = 18  # 144 bits: the QR token cannot be guessed


@transaction.atomic
def create_draft(
    *, kind: str, unit: Unit, by: Actor, at: datetime, secrecy: Secrecy = Secrecy.NONE
) -> OutgoingLetter:
    """Begin a letter of ``kind`` for ``unit``; give it.

    Refuses anything secret before a row exists (D19), a foreign unit, and a kind this office's regime does not
    know or whose abbreviation nobody recorded.
    """
    if secrecy != Secrecy.NONE:
        raise errors.SecretsAreNotKeptHere
    policies.may_draft(by, unit).enforce()
    day = local_day(at)
    profile = office.period_on(by.organisation, day).format_profile
    kind_of(kind).abbreviation(profile, office.own_abbreviations(by.organisation))
    author, post = _author(by)
    content = _first_content(kind, profile, unit)
    letter = OutgoingLetter(
        organisation=by.organisation,
        kind=kind,
        profile_code=profile,
        profile_version=pages.version_on(profile, day),
        unit=unit,
        drafter=author,
        drafter_post=post,
        content=content.as_json(),
        verify_token=secrets.token_urlsafe(_TOKEN_BYTES),
        created_at=at,
        updated_at=at,
    )
    letter.save(force_insert=True)
    participating.admit(letter, PartRole.DRAFTER, author, at=at)
    participating.admit(letter, PartRole.DRAFTER, post, at=at)
    return closing.close(letter=letter, act="drafted", by=by, at=at, facts={"kind": kind, "unit": unit.pk})


@transaction.atomic
def autosave(
    *, letter: OutgoingLetter, token: int, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Autosave:
    """Keep what was typed in some ``fields``; give the row with its new token.

    ``token`` is the one the browser was given last (0 before the first). Refuses when another tab or person saved
    since, a mark of secrecy, and a body outside the schema. Long subjects are kept: they are refused as a version.
    Writes no event: what is typed becomes an act when it is saved as a version.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    author, _post = _author(by)
    last = queries.autosave_of(letter)
    if token != (last.token if last else 0):
        raise changed_elsewhere(letter, last)
    content = (last.draft if last else letter.draft).with_fields(fields)
    check_storable(content, letter.kind)
    return _keep_typed(letter, last, content, author, at)


@transaction.atomic
def save_version(
    *,
    letter: OutgoingLetter,
    content: DraftContent,
    base_version: int,
    note: str = "",
    by: Actor,
    at: datetime,
) -> DraftVersion:
    """Save ``content`` as the next version; give it. The content of the present version again gives that version.

    ``base_version`` is the version the writer started from (0: none). Refuses when a newer one exists, a mark of
    secrecy, a subject of more than 500 characters, lines that cannot be printed, a signer from elsewhere.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    author, post = _author(by)
    newest = queries.versions_of(letter).first()
    if newest is not None and newest.content_hash == content.hash:
        last = queries.autosave_of(letter)
        if last is not None and last.draft.hash != content.hash:  # typed since, and given up for this version
            _keep_typed(letter, last, content, author, at)
        return newest
    if base_version != letter.version_number:
        raise changed_elsewhere(letter, None)
    check_storable(content, letter.kind)
    check_lengths(content)
    version = DraftVersion.objects.create(
        organisation=letter.organisation,
        letter=letter,
        number=letter.version_number + 1,
        author=author,
        post=post,
        content=content.as_json(),
        content_hash=content.hash,
        note=single_line(note)[:500],
        created_at=at,
    )
    _take_over(letter, version, at)
    _keep_typed(letter, queries.autosave_of(letter), content, author, at)
    facts = {"content_hash": version.content_hash}
    closing.close(
        letter=letter, act="version_saved", by=by, at=at, facts=facts, detail={"note": version.note}
    )
    return version


@transaction.atomic
def attach(*, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime) -> Attachment:
    """Let ``file`` go with the draft; refuses a file of another office and the same bytes twice."""
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    if file.organisation_id != letter.organisation_id:
        raise errors.FileIsOfAnother
    if queries.attachments_of(letter).filter(file__blob=file.blob_id).exists():
        raise errors.AttachedAlready(name=file.name)
    author, _post = _author(by)
    last = letter.attachments.aggregate(last=Max("position"))["last"] or 0
    attachment = Attachment.objects.create(
        organisation=letter.organisation,
        letter=letter,
        file=file,
        position=last + 1,
        added_by=author,
        added_at=at,
    )
    facts = {"attachment": attachment.pk, "file": file.pk, "sha256": file.sha256}
    closing.close(letter=letter, act="attached", by=by, at=at, facts=facts, detail={"name": file.name})
    return attachment


@transaction.atomic
def attach_upload(*, letter: OutgoingLetter, deposited: Deposit, by: Actor, at: datetime) -> Attachment:
    """Attach bytes that lie in the store already: file and attachment stand or fall together; refuses as ``attach``."""
    file = storing.keep(by=by, at=at, deposited=deposited, role=FileRole.ATTACHMENT)
    return attach(letter=letter, file=file, by=by, at=at)


@transaction.atomic
def detach(*, attachment: Attachment, by: Actor, at: datetime) -> Attachment:
    """Take a file off the draft. The row and the file stay."""
    letter = locked(OutgoingLetter, attachment.letter_id)
    policies.may_edit(by, letter).enforce()
    attachment = locked(Attachment, attachment.pk)
    if attachment.removed_at is not None:
        raise errors.AttachmentIsNotHere
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    detail = {"name": attachment.file.name}
    closing.close(
        letter=letter, act="detached", by=by, at=at, facts={"attachment": attachment.pk}, detail=detail
    )
    return attachment


@transaction.atomic
def request_preview(
    *, letter: OutgoingLetter, content: DraftContent, by: Actor, at: datetime
) -> LetterRendering:
    """Ask for the page of ``content``; give the row that will hold it. The same content is drawn once.

    Refuses whoever may not edit the draft, and a body outside the schema. A cache: writes no event.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    for body in content.bodies():
        check_body(body)
    rendering, created = LetterRendering.objects.get_or_create(
        letter=letter,
        content_hash=content.hash,
        defaults={"organisation": letter.organisation, "content": content.as_json(), "asked_at": at},
    )
    if not created and rendering.state != RenderingState.FAILED:
        return rendering
    rendering.state, rendering.sentence, rendering.asked_at = RenderingState.WORKING, "", at
    rendering.save(update_fields=["state", "sentence", "asked_at"])
    enqueue(
        PREVIEW,
        key=f"rendering:{rendering.pk}:{int(at.timestamp() * 1000)}",
        organisation_key=letter.organisation_id,
        payload={"rendering": rendering.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )
    kept = list(letter.renderings.order_by("-asked_at", "-id").values_list("pk", flat=True)[:_KEPT])
    letter.renderings.exclude(pk__in=kept).delete()
    return rendering


def with_typed(letter: OutgoingLetter, by: Actor, at: datetime, *, note: str = "") -> OutgoingLetter:
    """Give the locked ``letter`` with everything typed saved as a version. Part of acts that go on from it."""
    typed = queries.autosave_of(letter)
    if typed is None or typed.draft.hash == letter.draft.hash:
        return letter
    save_version(
        letter=letter, content=typed.draft, base_version=letter.version_number, note=note, by=by, at=at
    )
    return locking.locked_letter(letter, by)


def check_storable(content: DraftContent, kind: str) -> None:
    """Refuse what must not even be stored: marks of secrecy, a body no editor made, facts of another kind."""
    bodies = content.bodies()
    for body in bodies:
        check_body(body)
    check_particulars(content, kind)
    mark = secret_mark_in([*content.lines(), *(line for body in bodies for line in lines_of(body))])
    if mark is not None:
        raise errors.SecretMarkFound(mark=mark)


def _first_content(kind: str, profile: str, unit: Unit) -> DraftContent:
    """Give what a new letter says already: who keeps the office's own copy, and that the addressees get theirs."""
    return DraftContent(
        recipients=("Như trên",) if shape_of(kind).greets_recipients else (),
        keep_line="Văn phòng" if profile == PARTY else f"VT, {unit.symbol}",
    )


def _author(by: Actor) -> tuple[Person, Post]:
    if by.person is None or by.acting_post is None:
        raise ValueError("a draft is written by a person in a post")
    return by.person, by.acting_post


def _take_over(letter: OutgoingLetter, version: DraftVersion, at: datetime) -> None:
    """Repeat the version in the columns that lists and registers read."""
    content = version.draft
    letter.version_number, letter.content = version.number, version.content
    letter.subject, letter.subject_folded = content.subject, fold(content.subject)
    letter.urgency, letter.circulation, letter.copies = content.urgency, content.circulation, content.copies
    letter.signer_post = pages.post_of(letter.organisation, content.signer_post_id, local_day(at))
    if content.signer_post_id is not None and letter.signer_post is None:
        raise errors.DraftIsMalformed(field=LABELS["signer_post_id"])


def _keep_typed(
    letter: OutgoingLetter, last: Autosave | None, content: DraftContent, author: Person, at: datetime
) -> Autosave:
    row = last or Autosave(organisation=letter.organisation, letter=letter, token=0)
    row.person, row.base_version, row.saved_at = author, letter.version_number, at
    row.content, row.token = content.as_json(), row.token + 1
    row.save()
    return row


def changed_elsewhere(letter: OutgoingLetter, last: Autosave | None) -> errors.DraftChangedElsewhere:
    """Give the refusal that says who changed the draft meanwhile, and when."""
    if last is not None:
        return errors.DraftChangedElsewhere(who=last.person.full_name, when=_moment(last.saved_at))
    newest = queries.versions_of(letter).first()
    who = newest.author.full_name if newest else letter.drafter.full_name
    return errors.DraftChangedElsewhere(
        who=who, when=_moment(newest.created_at if newest else letter.updated_at)
    )


def _moment(at: datetime) -> str:
    return local_time(at).strftime("%H:%M, %d/%m/%Y")
