"""Letters at every station of their way, brought there by the operations themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from archive.models import Dossier
from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind
from dispatch.models import NumberSeries, OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.relations import Wording
from dispatch.operations import (
    consulting,
    drafting,
    endorsing,
    issuing,
    naming,
    numbering,
    preparing,
    relating,
    series,
    signing_off,
    submitting,
)
from dispatch.operations.consulting import Question
from files.enums import FileRole
from files.models import Blob, StoredFile
from organisation.models import Organisation
from signing.enums import Level, RequestState, SigningRole, VerdictStatus
from signing.models import FileVerdict, SigningCertificate, SigningRequest
from tests.cast import Cast
from tests.keepsake import once_from_here

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
_fresh = count(1)


def body(*paragraphs: str) -> dict[str, Any]:
    """Give a body of plain paragraphs."""
    texts = paragraphs or (
        "Sở Nội vụ đề nghị các cơ quan, đơn vị rà soát và báo cáo trước ngày 15 tháng 12.",
    )
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts],
    }


def content(cast: Cast, **changes: object) -> DraftContent:
    """Give a complete content, to be signed by Bình."""
    fields: dict[str, object] = {
        "subject": "rà soát việc gửi, nhận văn bản điện tử có ký số",
        "addressees": ["Ủy ban nhân dân các xã, phường"],
        "body": body(),
        "recipients": ["Như trên", "Giám đốc (để b/c)"],
        "keep_line": "VT, CCHC",
        "signer_post_id": cast.binh.pk,
    }
    return DraftContent.from_fields(fields | changes)


def stored_file(office: Organisation, role: FileRole = FileRole.ATTACHMENT, *, text: str = "") -> StoredFile:
    """Give a file row; its bytes lie nowhere, which no rule of letters minds."""
    content_ = (text or f"file {next(_fresh)}").encode()
    blob, _created = Blob.objects.get_or_create(
        organisation=office,
        sha256=sha256(content_).hexdigest(),
        defaults={"size": len(content_), "media_type": "application/pdf", "created_at": NOON},
    )
    return StoredFile.objects.create(
        organisation=office, blob=blob, name="tệp.pdf", role=role, page_count=2, created_at=NOON
    )


def year_series(office: Organisation, cast: Cast, *, year: int = 2026, **changes: Any) -> NumberSeries:
    """Open the shared series of a year."""
    new = series.NewSeries(code=changes.pop("code", "van-ban"), name="Văn bản đi", year=year, **changes)
    return series.open_series(new=new, by=cast.actor("lan"), at=NOON)


def certificates(cast: Cast) -> None:
    """Register certificates that look usable for Bình, Yến and the seal; no key lies behind them."""
    people: list[Any] = [cast.binh.person, cast.yen.person, None]
    for person in people:
        SigningCertificate.objects.get_or_create(
            organisation=cast.snv,
            person=person,
            role=SigningRole.LEADER if person else SigningRole.SEAL,
            defaults={
                "common_name": str(person or "SỞ NỘI VỤ"),
                "issuer": "SPECIMEN",
                "serial": str(next(_fresh)),
                "fingerprint": sha256(str(person).encode()).hexdigest(),
                "certificate": b"specimen",
                "valid_from": NOON - timedelta(days=2000),
                "valid_until": NOON + timedelta(days=2000),
                "key_reference": "specimen",
                "registered_at": NOON,
            },
        )


def complete(request: SigningRequest, role: FileRole, *, at: datetime = NOON) -> StoredFile:
    """Let the signer have done its work on ``request``; give the result."""
    result = stored_file(request.organisation, role)
    SigningRequest.objects.filter(pk=request.pk).update(
        state=RequestState.COMPLETED, result=result, completed_at=at, working=None
    )
    return result


def accepted(
    file: StoredFile, *, status: VerdictStatus = VerdictStatus.ACCEPT, level: str = Level.B_LTA
) -> None:
    """Let our judge have said ``status`` of ``file``."""
    FileVerdict.objects.create(
        organisation=file.organisation,
        file=file,
        status=status,
        level=level,
        report={},
        roots_sha256="0" * 64,
        judged_at=NOON,
    )


def dossier(cast: Cast, code: str = "01.CCHC") -> Dossier:
    """Give an open dossier of Minh's unit."""
    return Dossier.objects.create(
        organisation=cast.snv,
        year=2026,
        code=code,
        title="Hồ sơ về ký số",
        title_sort="",
        unit=cast.units["CCHC"],
        keeper=cast.minh.person,
        opened_on=NOON.date(),
    )


def draft(cast: Cast, *, at: datetime = NOON, **changes: object) -> OutgoingLetter:
    """Give Minh's draft with one saved version."""
    by = cast.actor("minh")
    letter = drafting.create_draft(kind="cong_van", unit=cast.units["CCHC"], by=by, at=at)
    written = content(cast, **changes)
    drafting.save_version(letter=letter, content=written, base_version=0, by=by, at=at)
    return fresh(letter)


def letter_at(cast: Cast, status: S, *, at: datetime = NOON, signer: str = "binh") -> OutgoingLetter:
    """Give a letter that went by the book as far as ``status``, all at one moment; it goes there once."""
    wish = ("letter", status, at, signer)
    return once_from_here(wish, lambda: _brought(cast, status, at=at, signer=signer))


def _brought(cast: Cast, status: S, *, at: datetime, signer: str) -> OutgoingLetter:
    letter = draft(cast, at=at, signer_post_id=getattr(cast, signer).pk)
    if status == S.OPINIONS:
        questions = [Question(cast.hoa, 2), Question(cast.dung, 3)]
        return consulting.ask(letter=letter, questions=questions, note="", by=cast.actor("minh"), at=at)
    return carry(cast, letter, status, at=at)


def carry(cast: Cast, letter: OutgoingLetter, status: S, *, at: datetime = NOON) -> OutgoingLetter:
    """Bring a letter by the book from where it stands as far as ``status``."""
    stations = [S.DRAFT, *(station for station, _step in _STEPS)]
    for station, step in _STEPS[stations.index(S(letter.status)) :]:
        if letter.status == status:
            return letter
        step(cast, letter, at)
        letter = fresh(letter)
        assert letter.status == station
    return letter


WORDS = (Wording(place="đoạn thứ hai", wrong="ngày 15", right="ngày 25"),)


def draft_about(
    cast: Cast,
    kind: RelationKind,
    target: OutgoingLetter,
    *,
    corrections: tuple[Wording, ...] = WORDS,
    at: datetime = NOON,
) -> OutgoingLetter:
    """Give Minh's draft that corrects, replaces or recalls ``target``, with the words proposed for it."""
    by, corrections = cast.actor("minh"), corrections if kind == RelationKind.CORRECTS else ()
    of = target.kind if kind == RelationKind.REPLACES else "cong_van"
    letter = drafting.create_draft(kind=of, unit=cast.units["CCHC"], by=by, at=at)
    words = naming.proposal(kind=kind, target=target, draft=letter.draft, corrections=corrections)
    drafting.save_version(letter=letter, content=words, base_version=0, by=by, at=at)
    relating.link(letter=letter, kind=kind, target=target, corrections=corrections, by=by, at=at)
    return fresh(letter)


def issued_about(
    cast: Cast, kind: RelationKind, target: OutgoingLetter, *, at: datetime = NOON
) -> OutgoingLetter:
    """Give the issued letter that corrects, replaces or recalls ``target``."""
    return carry(cast, draft_about(cast, kind, target, at=at), S.ISSUED, at=at)


def fresh(letter: OutgoingLetter) -> OutgoingLetter:
    """Give the letter as it stands in the database."""
    return OutgoingLetter.objects.get(pk=letter.pk)


def _submit(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    submitting.submit(letter=letter, by=cast.actor("minh"), at=at)


def _check_content(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    endorsing.check_content(letter=letter, by=cast.actor("hoa"), at=at)


def _check_format(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    endorsing.check_format(letter=letter, by=cast.actor("dung"), at=at)


def _prepare(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    preparing.prepared(letter=letter, file=stored_file(cast.snv, FileRole.PREPARED), by=cast.system(), at=at)


def _approve(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    endorsing.approve(letter=letter, sha256=letter.prepared_sha256, by=_signer(cast, letter), at=at)


def _request(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    certificates(cast)
    by = _signer(cast, letter)
    signing_off.request_leader_signature(letter=letter, sha256=letter.approved_sha256, by=by, at=at)


def _sign(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    request = signing_off.request_of(letter, SigningRole.LEADER)
    assert request is not None
    result = complete(request, FileRole.SIGNED, at=at)
    signing_off.leader_signed(letter=letter, file=result, by=cast.system(), at=at)


def _number(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    if not NumberSeries.objects.filter(organisation=cast.snv).exists():
        year_series(cast.snv, cast)
    numbering.number_and_request_seal(letter=letter, by=cast.actor("lan"), at=at)


def _seal(cast: Cast, letter: OutgoingLetter, at: datetime) -> None:
    request = signing_off.request_of(letter, SigningRole.SEAL)
    assert request is not None
    result = complete(request, FileRole.ISSUED, at=at)
    accepted(result)
    issuing.sealed(letter=letter, file=result, by=cast.system(), at=at)


def _signer(cast: Cast, letter: OutgoingLetter) -> Any:
    return cast.actor("yen" if letter.signer_post_id == cast.yen.pk else "binh")


_STEPS = (
    (S.CONTENT_CHECK, _submit),
    (S.FORMAT_CHECK, _check_content),
    (S.PREPARING, _check_format),
    (S.APPROVAL, _prepare),
    (S.SIGNATURE, _approve),
    (S.SIGNING, _request),
    (S.SIGNED, _sign),
    (S.NUMBERED, _number),
    (S.ISSUED, _seal),
)
