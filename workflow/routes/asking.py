"""Whose turn a stage is, asked when the letter reaches it. A vacant post stops the letter; nobody is stepped over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post
from workflow.passage import Holder
from workflow.routes.rules import HEAD_OF_DRAFTING_UNIT, SIGNER
from workflow.routes.schema import Stage


class Answer(NamedTuple):
    """One of ``who`` of a stage and who that is on the day; ``holder`` None: nobody holds that post."""

    who: str
    holder: Holder | None


def asked_at(stage: Stage, letter: Any, day: date) -> list[Answer]:
    """Give who is asked at ``stage`` of ``letter`` on ``day``, in the order of ``who``, each post once.

    Every entry of ``who`` is one person: of several holders of a duty the first in protocol order. The holder's
    ``duty`` is what a stand-in must have been delegated; the signer has none, for signing takes a mandate.
    """
    answers: list[Answer] = []
    posts: set[int] = set()
    held = holders_at(stage.who, letter, day)
    for who in stage.who:
        holder = held[who]
        if holder is None or holder.post is None:
            answers.append(Answer(who, None))
        elif holder.post.pk not in posts:
            posts.add(holder.post.pk)
            answers.append(Answer(who, holder))
    return answers


def holders_at(several: tuple[str, ...], letter: Any, day: date) -> dict[str, Holder | None]:
    """Give who each of ``several`` means, asked of the database at once."""
    if len(several) == 1:
        return {several[0]: holder_of(several[0], letter, day)}
    wanted = {who: _meaning(who, letter) for who in several if who != SIGNER}
    any_of = reduce(or_, wanted.values(), Q(pk__in=[]))
    posts = list(office.posts_on(letter.organisation, day).filter(any_of))
    found: dict[str, Holder | None] = {SIGNER: holder_of(SIGNER, letter, day)}
    for who in wanted:
        found[who] = next((held for post in posts if (held := _if_meant(who, letter, post))), None)
    return found


def _meaning(who: str, letter: Any) -> Q:
    kind, _colon, named = who.partition(":")
    if kind == "post":
        return Q(pk=int(named))
    if kind == "duty":
        return Q(duties__contains=[named])
    head = Q(duties__contains=[Duty.UNIT_HEAD.value])
    return head & (Q(unit=letter.unit_id) if who == HEAD_OF_DRAFTING_UNIT else Q(unit__symbol=named))


def _if_meant(who: str, letter: Any, post: Post) -> Holder | None:
    """Give ``post`` as the holder ``who`` means, None when it is another."""
    kind, _colon, named = who.partition(":")
    if kind == "post":
        return Holder(post, _duty_of(post)) if post.pk == int(named) else None
    if kind == "duty":
        return Holder(post, Duty(named)) if named in post.duties else None
    here = post.unit_id == letter.unit_id if who == HEAD_OF_DRAFTING_UNIT else post.unit.symbol == named
    return Holder(post, Duty.UNIT_HEAD) if here and Duty.UNIT_HEAD.value in post.duties else None


def holder_of(who: str, letter: Any, day: date) -> Holder | None:
    """Give who ``who`` means for ``letter`` on ``day``, None when nobody."""
    kind, _colon, named = who.partition(":")
    if who == SIGNER:
        return Holder(letter.signer_post) if letter.signer_post is not None else None
    if who == HEAD_OF_DRAFTING_UNIT:
        return _first(letter, Duty.UNIT_HEAD, day, unit__pk=letter.unit_id)
    if kind == "unit":
        return _first(letter, Duty.UNIT_HEAD, day, unit__symbol=named)
    if kind == "duty":
        return _first(letter, Duty(named), day)
    post = office.posts_on(letter.organisation, day).filter(pk=int(named)).first()
    return Holder(post, _duty_of(post)) if post is not None else None


def said(who: str, posts: Mapping[int, Post] | None = None) -> str:
    """Give ``who`` in words for people; ``posts`` names the posts that are asked for by key."""
    kind, _colon, named = who.partition(":")
    if who == SIGNER:
        return _("the signer")
    if who == HEAD_OF_DRAFTING_UNIT:
        return _("head of the drafting unit")
    if kind == "unit":
        return _("head of %(unit)s") % {"unit": named}
    if kind == "duty":
        return str(Duty(named).label) if named in Duty.values else named
    post = (posts or {}).get(int(named)) if named.isdecimal() else None
    return f"{post.person.full_name}, {post.title}" if post else _("post %(key)s") % {"key": named}


def _first(letter: Any, duty: Duty, day: date, **narrower: Any) -> Holder | None:
    held = office.holders_of(letter.organisation, duty, day).filter(**narrower)
    post = held.first()
    return Holder(post, duty) if post is not None else None


def _duty_of(post: Post) -> Duty | None:
    """Give the duty of a post asked by name: the first of its duties that can be lent; None: nobody stands in."""
    lent = (Duty.UNIT_HEAD, Duty.CHIEF_OF_OFFICE, Duty.DEPUTY_HEAD, Duty.OFFICER, Duty.HEAD)
    own = [duty for duty in lent if duty.value in post.duties]
    return own[0] if own else None
