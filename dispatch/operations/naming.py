"""The words of a letter about another: proposed when it is begun, and looked for when it is submitted.

What is proposed is printed, so it is Vietnamese (design D20). The drafter writes on from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dispatch import errors, queries
from dispatch.body.plain import plain_text
from dispatch.enums import RelationKind
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.relations import Wording
from dispatch.queries.relations import ACTS
from lib.calendar import written_day
from lib.text import nfc

_RECEIVERS = (
    "Đề nghị các cơ quan, đơn vị, cá nhân đã nhận văn bản nêu trên hủy văn bản điện tử trên Hệ thống và thông báo "
    "cho nơi gửi, gửi lại văn bản giấy theo quy định tại khoản 4 Điều 18 Nghị định số 30/2020/NĐ-CP của Chính phủ./."
)


def proposal(
    *,
    kind: RelationKind,
    target: OutgoingLetter,
    draft: DraftContent,
    corrections: Sequence[Wording] = (),
    reason: str = "",
) -> DraftContent:
    """Give the content a letter about the issued ``target`` begins with; ``draft`` is the empty one it starts from.

    A correction names letter, places, wrong and right words; a replacement takes the whole text over and says what
    it replaces; a recall says what receivers have to do (Decree 30/2020 Art. 18.3, 18.4).
    """
    if kind == RelationKind.REPLACES:
        return _replacement(target, draft)
    old = target.draft
    named = f"{target.kind_data.name.lower()} số {target.reference_code}"
    body = _correcting(target, corrections) if kind == RelationKind.CORRECTS else _recalling(target, reason)
    return replace(
        draft,
        subject=f"{'đính chính' if kind == RelationKind.CORRECTS else 'thu hồi'} {named}",
        addressees=old.addressees or old.recipients,
        recipients=old.recipients,
        signer_post_id=target.signer_post_id,
        body=body,
    )


def check_names(letter: OutgoingLetter, content: DraftContent) -> None:
    """Refuse (LetterIsNotNamed) a correction, replacement or recall whose words do not say of what.

    Its number has to stand in the letter, and of a correction each place, wrong and right words.
    """
    lines = [content.subject, *content.legal_bases, *(plain_text(body) for body in content.bodies())]
    words = _plain("\n".join(lines))
    for relation in queries.relations_of(letter, *ACTS):
        code = relation.target.reference_code
        said = [code, *(part for one in relation.wordings for part in (one.place, one.wrong, one.right))]
        missing = next((one for one in said if _plain(one) not in words), None)
        if missing is not None:
            act = RelationKind(relation.kind).label
            raise errors.LetterIsNotNamed(what=f"“{missing}”", act=act, code=code)


def _replacement(target: OutgoingLetter, draft: DraftContent) -> DraftContent:
    old = target.draft
    body = {
        "type": "doc",
        "content": [
            *old.body.get("content", ()),
            _paragraph(f"{target.kind_data.name} này thay thế {_named(target)}./."),
        ],
    }
    return replace(
        old, body=body, signer_post_id=target.signer_post_id, keep_line=draft.keep_line, expected_on=None
    )


def _correcting(target: OutgoingLetter, corrections: Sequence[Wording]) -> dict[str, Any]:
    items = [
        {
            "type": "list_item",
            "content": [_paragraph(f"{one.place}: đã ghi “{one.wrong}”, nay đính chính là “{one.right}”.")],
        }
        for one in corrections
    ]
    return {
        "type": "doc",
        "content": [
            _paragraph(f"Qua rà soát, {_named(target)}{_about(target)} có sai sót. Nay đính chính như sau:"),
            {"type": "ordered_list", "attrs": {"order": 1}, "content": items},
            _paragraph("Các nội dung khác của văn bản nêu trên không thay đổi./."),
        ],
    }


def _recalling(target: OutgoingLetter, reason: str) -> dict[str, Any]:
    why = f" Lý do: {reason.rstrip('. ')}." if reason else ""
    return {
        "type": "doc",
        "content": [
            _paragraph(f"Nay thu hồi {_named(target)}{_about(target)}.{why}"),
            _paragraph(_RECEIVERS),
        ],
    }


def _named(target: OutgoingLetter) -> str:
    day = f" ngày {written_day(target.legal_day)}" if target.legal_day else ""
    return f"{target.kind_data.name} số {target.reference_code}{day}"


def _about(target: OutgoingLetter) -> str:
    return f" về việc {target.subject}" if target.subject else ""


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())
