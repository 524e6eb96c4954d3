"""From rows to the printed page: which words stand where, fixed when the format check passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import segno
from django.conf import settings

from dispatch.body.markup import markup_of
from dispatch.enums import Circulation, Direction, Urgency
from dispatch.layout.page import LetterPage, PagePart
from dispatch.layout.profiles import FormatProfile
from dispatch.layout.versions import profile_of as frozen_profile
from dispatch.layout.versions import profile_on
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.kinds import symbol_of
from dispatch.models.parts import PROMULGATED
from dispatch.operations import beside
from dispatch.queries import series_for
from organisation import queries as office
from organisation.enums import Authority
from organisation.models import Organisation, OrganisationPeriod, Post, SigningMandate

_CIRCULATION = {
    Circulation.NONE.value: "",
    Circulation.INTERNAL.value: "LƯU HÀNH NỘI BỘ",
    Circulation.RETURN.value: "XEM XONG TRẢ LẠI",
}
_LEAST_DIGITS = 4  # 999 and a letter behind it: 12a is an exception, but it has to fit the page
_ROOM_AHEAD = 200  # numbers that may be given between layout and numbering without needing a wider place


def profile_of(letter: OutgoingLetter) -> FormatProfile:
    """Give the measures the letter is laid out by; an unknown version is a KeyError."""
    return frozen_profile(letter.profile_code, letter.profile_version)


def version_on(profile_code: str, day: date) -> str:
    """Give the version of the regime's layout that letters of ``day`` follow."""
    return profile_on(profile_code, day).version


def printed_facts(
    letter: OutgoingLetter, content: DraftContent, mandate: SigningMandate | None, day: date
) -> dict[str, Any]:
    """Give the words of the page that come from the office on ``day``: names, symbol, place, signer and authority.

    Refuses when the organisation has no name for the day. ``authority_lines`` of a mandate end with the title.
    """
    period = office.period_on(letter.organisation, day)
    lines = list(mandate.authority_lines) if mandate else []
    alone = {
        "issuer": period.name,
        "superior": period.superior,
        "place": period.place,
        "contact_line": period.contact_line,
        "symbol": symbol_of(
            profile=letter.profile_code,
            kind=letter.kind,
            issuer=period.symbol,
            unit=letter.unit.symbol,
            own=office.own_abbreviations(letter.organisation),
        ),
        "issuer_name": period.written_name,
        "issuing_authority": issuing_authority(period, mandate),
        "authority_lines": lines[:-1],
        "title": lines[-1] if lines else "",
        "signer": mandate.post.person.full_name if mandate else "",
        "expected_on": (content.expected_on or day).isoformat(),
        "number_digits": _digits(letter, day),
        "qr": bool(letter.organisation.settings.get("qr_code", True)),
    }
    return alone | beside.printed_second(letter, content, day)


def page_of(letter: OutgoingLetter, content: DraftContent, printed: dict[str, Any]) -> LetterPage:
    """Give the page of ``content`` with the words of ``printed``; refuses a body outside the schema."""
    return LetterPage(
        kind=letter.kind,
        superior=printed["superior"],
        issuer=printed["issuer"],
        symbol=printed["symbol"],
        place=printed["place"],
        expected_on=date.fromisoformat(printed["expected_on"]),
        subject=content.subject,
        addressees=content.addressees,
        legal_bases=content.legal_bases,
        body_html=markup_of(content.body),
        recipients=content.recipients,
        keep_line=content.keep_line,
        authority_lines=tuple(printed["authority_lines"]),
        title=printed["title"],
        signer_name=printed["signer"],
        number_digits=printed["number_digits"],
        urgency="" if content.urgency == Urgency.NORMAL else content.urgency,
        circulation=_CIRCULATION[content.circulation],
        drafter_code=content.drafter_code,
        copies=content.copies,
        contact_line=printed["contact_line"],
        qr_svg=_qr(letter) if printed["qr"] else "",
        issuer_name=printed.get("issuer_name", ""),
        issuing_authority=printed.get("issuing_authority", ""),
        particulars=tuple(beside.told(content, letter.kind, printed).items()),
        second=beside.beside_of(printed),
        parts=tuple(
            PagePart(
                title=part.title,
                body_html=markup_of(part.body),
                promulgated=part.role == PROMULGATED,
                kind=part.kind,
            )
            for part in content.parts
        ),
    )


def issuing_authority(period: OrganisationPeriod, mandate: SigningMandate | None) -> str:
    """Give who decides, in capitals: the collective a mandate speaks for, else the head of the office.

    A word that ends the title and begins the name is said once: TRƯỞNG BAN, BAN TUYÊN GIÁO: TRƯỞNG BAN TUYÊN GIÁO.
    """
    if mandate is not None and mandate.authority == Authority.ON_BEHALF:
        return str(period.name).upper()
    title, name = period.head_title.upper().split(), period.name.upper().split()
    shared = next((n for n in range(len(title), 0, -1) if title[-n:] == name[:n]), 0)
    return " ".join((*title, *name[shared:]))


def mandate_for(post: Post, day: date, kind: str) -> SigningMandate | None:
    """Give the mandate by which ``post`` signs letters of ``kind`` on ``day``, or None."""
    return office.mandate_of(post, day, kind=kind)


def post_of(organisation: Organisation, key: int | None, day: date) -> Post | None:
    """Give the post ``key`` if it belongs to the organisation and is held on ``day``."""
    return None if key is None else office.posts_on(organisation, day).filter(pk=key).first()


def verify_address(letter: OutgoingLetter) -> str:
    """Give the address the QR code leads to."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{letter.verify_token}"


def _qr(letter: OutgoingLetter) -> str:
    svg: str = segno.make(verify_address(letter), error="m").svg_inline()
    return svg


def _digits(letter: OutgoingLetter, day: date) -> int:
    series = series_for(letter.organisation, Direction.OUTGOING, letter.kind, day)
    ahead = (series.next_number if series else 1) + _ROOM_AHEAD
    return max(_LEAST_DIGITS, len(str(ahead)) + 1)
