"""The demo's State department for tests of screens, with letters laid down row by row in the state a test needs.

Letters are written as rows, not led through the procedure: a screen that lists them does not care how they came.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from config.demo import cast, founding
from dispatch.enums import AllocationState, Direction, LetterStatus, PartRole, RelationKind
from dispatch.models import LetterRelation, NumberAllocation, NumberSeries, OutgoingLetter, Participation
from dispatch.models.content import DraftContent
from dispatch.models.kinds import reference_code
from dispatch.operations.taking_effect import take_effect
from files.enums import FileRole
from files.models import Blob, StoredFile
from lib.text import fold
from organisation.models import Organisation, Post, SigningMandate
from organisation.models.actor import Actor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Desk:
    """An office with its people by sign-in name, its clock, and its outgoing book of the year."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)
        self.posts: dict[str, Post] = founding.found(cast.STATE, at=self.at)
        self.organisation: Organisation = self.posts["lan"].organisation
        self.day = date(2026, 11, 24)
        self.series = NumberSeries.objects.create(
            organisation=self.organisation,
            code="chung",
            name="Sổ văn bản đi",
            profile_code="state",
            year=2026,
            opened_on=date(2026, 1, 1),
        )

    def actor(self, name: str) -> Actor:
        return Actor.for_post(self.posts[name])

    def client(self, name: str, language: str = "en") -> Client:
        person = self.posts[name].person
        if person.language != language:
            person.language = language
            person.save(update_fields=["language"])
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    def issued(
        self, number: int, subject: str = "triển khai khảo sát mức độ hài lòng", **more: Any
    ) -> OutgoingLetter:
        return self.numbered(number, subject, status=LetterStatus.ISSUED, issued_at=self.at, **more)

    def numbered(
        self, number: int, subject: str, *, suffix: str = "", kind: str = "cong_van", signer: str = "yen",
        unit: str = "minh", addressees: tuple[str, ...] = ("UBND các xã, phường",), urgency: str = "normal",
        legal_day: date | None = None, pdf: bytes = b"", seen_by: tuple[str, ...] = ("lan",), **more: Any,
    ) -> OutgoingLetter:  # fmt: skip
        post, drafter = self.posts[signer], self.posts[unit]
        symbol = f"SNV-{drafter.unit.symbol}"
        code = reference_code(profile="state", number=number, suffix=suffix, symbol=symbol)
        day = legal_day or self.day
        line = NumberAllocation.objects.create(
            organisation=self.organisation, series=self.series, direction=Direction.OUTGOING, number=number,
            suffix=suffix, kind=kind, profile_code="state", symbol=symbol, reference_code=code, legal_day=day,
            legal_year=day.year, state=AllocationState.ALLOCATED, allocated_at=self.at,
            exception_reason="đính chính trong ngày" if suffix else "",
        )  # fmt: skip
        file = self.file(pdf or f"%PDF {code}".encode())
        content = DraftContent(
            subject=subject,
            addressees=addressees,
            recipients=("Như trên", "Sở Tài chính"),
            keep_line="VT, CCHC",
        )
        more.setdefault("status", LetterStatus.NUMBERED)
        letter = OutgoingLetter.objects.create(
            organisation=self.organisation, kind=kind, profile_code="state", profile_version="nd30-2020",
            subject=subject, subject_folded=fold(subject), unit=drafter.unit, drafter=drafter.person,
            drafter_post=drafter, signer_post=post, mandate=SigningMandate.objects.get(post=post), urgency=urgency,
            copies=12, content=content.as_json(), version_number=1, prepared_file=file,
            prepared_sha256=file.sha256, approved_sha256=file.sha256, approved_by=post, approved_at=self.at,
            signed_file=file, signed_at=self.at, allocation=line, reference_code=code, legal_day=day,
            printed={"issuer": "SỞ NỘI VỤ", "signer": post.person.full_name, "title": "PHÓ GIÁM ĐỐC", "symbol": symbol},
            issued_file=file if more["status"] == LetterStatus.ISSUED else None,
            verify_token=secrets.token_urlsafe(18), created_at=self.at, updated_at=self.at, **more,
        )  # fmt: skip
        line.letter = letter
        line.save(update_fields=["letter"])
        for name in seen_by:
            self.let_see(letter, name)
        return letter

    def let_see(self, letter: OutgoingLetter, name: str) -> None:
        post = self.posts[name]
        token = f"org:{self.organisation.pk}/post:{post.pk}"
        Participation.objects.create(
            organisation=self.organisation,
            letter=letter,
            role=PartRole.REGISTRY,
            post=post,
            token=token,
            since=self.at,
        )

    def about(self, kind: RelationKind, target: OutgoingLetter, number: int) -> OutgoingLetter:
        """Give an issued letter that says ``kind`` of ``target``, with what its issue did."""
        of = target.kind if kind == RelationKind.REPLACES else "cong_van"
        letter = self.numbered(number, f"về {target.reference_code}", kind=of)
        corrections = [{"place": "Điều 1", "wrong": "ngày 15", "right": "ngày 25"}]
        LetterRelation.objects.create(
            organisation=self.organisation,
            letter=letter,
            kind=kind,
            target=target,
            corrections=corrections if kind == RelationKind.CORRECTS else [],
            linked_at=self.at,
            linked_by=self.posts["minh"],
        )
        letter.status, letter.issued_file = LetterStatus.ISSUED, letter.signed_file
        letter.issued_at = self.at
        letter.save()
        take_effect(
            letter=letter,
            named={target.pk: OutgoingLetter.objects.get(pk=target.pk)},
            by=Actor.system(self.organisation, "test"),
            at=self.at,
        )
        return letter

    def void(self, number: int, reason: str = "cấp hai số cho một dự thảo") -> NumberAllocation:
        return NumberAllocation.objects.create(
            organisation=self.organisation, series=self.series, number=number, profile_code="state",
            legal_day=self.day, legal_year=2026, state=AllocationState.VOID, allocated_at=self.at,
            void_reason=reason, voided_at=self.at,
        )  # fmt: skip

    def reserved(self, number: int, purpose: str = "Quyết định khen thưởng cuối năm") -> NumberAllocation:
        return NumberAllocation.objects.create(
            organisation=self.organisation, series=self.series, number=number, profile_code="state",
            legal_day=self.day, legal_year=2026, state=AllocationState.RESERVED, allocated_at=self.at,
            reserved_for=purpose, reserved_by=self.posts["lan"], expires_at=self.at + timedelta(days=2),
        )  # fmt: skip

    def file(self, content: bytes) -> StoredFile:
        sha256 = hashlib.sha256(content).hexdigest()
        blob, _created = Blob.objects.get_or_create(
            organisation=self.organisation, sha256=sha256,
            defaults={"size": len(content), "media_type": "application/pdf", "created_at": self.at},
        )  # fmt: skip
        return StoredFile.objects.create(
            organisation=self.organisation, blob=blob, name="cong-van.pdf", role=FileRole.ISSUED, page_count=1,
            created_at=self.at,
        )  # fmt: skip
