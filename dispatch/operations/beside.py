"""Who signs beside the signer, and what the page says of it: fixed with the page, as everything printed is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dispatch import errors, queries
from dispatch.enums import COSIGNED_OVER, CosigningState, PartRole
from dispatch.layout.page import Beside
from dispatch.models import CoSignature, OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.kinds import JOINT_NAMES, joint_symbol
from dispatch.models.shapes import shape_of
from dispatch.operations import participating
from lib.calendar import local_day
from organisation import queries as office
from organisation.models import Post

# What a kind with two signatures says of the second signatory: what is signed is what is printed.
_NAMED_IN_THE_TEXT = ("secretary", "other_signer")
_TITLED_IN_THE_TEXT = "other_title"
TOLD_BY_THE_SIGNATURE = frozenset({*_NAMED_IN_THE_TEXT, _TITLED_IN_THE_TEXT})


def check(letter: OutgoingLetter, content: DraftContent, day: date) -> None:
    """Refuse a second signatory who cannot be one: of a kind with one signature, out of office, or the signer."""
    _check(letter, content, day, queries.cosignature_of(letter))


def _check(letter: OutgoingLetter, content: DraftContent, day: date, row: CoSignature | None) -> None:
    joint = row is not None and row.is_joint
    if row is not None and joint and row.state == CosigningState.ASKED:
        raise errors.PartnerHasNotSaid(name=row.partner_name)
    if content.second_post_id is None:
        return
    if joint:
        raise errors.OneSecondSignatory
    if not shape_of(letter.kind).two_sign:
        raise errors.KindHasOneSignature
    if _colleague(letter, content, day) is None:
        raise errors.SecondSignerIsMissing


def fix(letter: OutgoingLetter, at: datetime) -> CoSignature | None:
    """Fix who signs beside the signer of the locked ``letter``, with the page; give the row.

    Part of going on to the layout. Refuses as ``check`` does.
    """
    day, content = local_day(at), letter.draft
    standing = queries.cosignature_of(letter)
    _check(letter, content, day, standing)
    post = _colleague(letter, content, day)
    if (
        standing is not None
        and standing.post_id is not None
        and (post is None or standing.post_id != post.pk)
    ):
        end(standing, CosigningState.WITHDRAWN, "", at)
        standing = None
    if post is None:
        return standing
    participating.admit(letter, PartRole.SIGNER, post, at=at)
    if standing is not None:
        standing.words = _words_of(post)
        standing.save(update_fields=["words"])
        return standing
    letter.cosigned = True
    return CoSignature.objects.create(
        organisation=letter.organisation,
        letter=letter,
        post=post,
        state=CosigningState.AGREED,
        words=_words_of(post),
        asked_at=at,
    )


def end(row: CoSignature, state: CosigningState, reason: str, at: datetime) -> None:
    """Let a second signatory be one no longer; the row stays with the reason. Part of the acts that do."""
    if state not in COSIGNED_OVER:
        raise ValueError(state)
    row.state, row.reason, row.over_at = state, reason[:2000], at
    row.save(update_fields=["state", "reason", "over_at"])


def printed_second(letter: OutgoingLetter, content: DraftContent, day: date) -> dict[str, Any]:
    """Give what the page says because of a second signatory; empty for a letter that has none."""
    row = queries.cosignature_of(letter)
    if row is not None and row.is_joint:
        return _joint_words(letter, row, day)
    post = _colleague(letter, content, day)
    return {"second": {**_words_of(post), "joint": False}} if post is not None else {}


def _joint_words(letter: OutgoingLetter, row: CoSignature, day: date) -> dict[str, Any]:
    """Give the head of a joint letter: both names, the lead's first; a common superior once, two different ones not."""
    own, theirs = office.period_on(letter.organisation, day), row.words
    symbol = joint_symbol(
        profile=letter.profile_code,
        kind=letter.kind,
        lead=own.symbol,
        partner=theirs["symbol"],
        own=office.own_abbreviations(letter.organisation),
    )
    said = {"signer": "", "title": "", "authority_lines": [], **theirs}
    return {
        "issuer": f"{own.name}{JOINT_NAMES}{theirs['issuer']}",
        "issuer_name": f"{own.written_name or own.name} và {theirs['issuer_name']}",
        "superior": own.superior if own.superior == theirs["superior"] else "",
        "symbol": symbol,
        "second": {**said, "joint": True},
    }


def beside_of(printed: dict[str, Any]) -> Beside | None:
    """Give the second signature as the page takes it."""
    said = printed.get("second")
    if said is None:
        return None
    return Beside(
        signer_name=said["signer"],
        title=said["title"],
        authority_lines=tuple(said["authority_lines"]),
        joint=said["joint"],
    )


def told(content: DraftContent, kind: str, printed: dict[str, Any]) -> dict[str, str]:
    """Give the particulars with those the second signature tells by itself."""
    said = printed.get("second")
    if said is None or said["joint"]:
        return dict(content.particulars)
    own = dict.fromkeys(_NAMED_IN_THE_TEXT, said["signer"]) | {_TITLED_IN_THE_TEXT: said["post"]}
    return {**content.particulars, **{name: own[name] for name in own if name in shape_of(kind).names}}


def _colleague(letter: OutgoingLetter, content: DraftContent, day: date) -> Post | None:
    if content.second_post_id is None or content.second_post_id == content.signer_post_id:
        return None
    posts = office.posts_on(letter.organisation, day).filter(pk=content.second_post_id)
    return posts.select_related("person").first()


def _words_of(post: Post) -> dict[str, Any]:
    return {"signer": post.person.full_name, "post": post.title, "title": "", "authority_lines": []}
