"""Whose turn a stage is, asked when the letter reaches it. A vacant post stops the letter; nobody is stepped over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

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
    for who in stage.who:
        holder = holder_of(who, letter, day)
        if holder is None or holder.post is None:
            answers.append(Answer(who, None))
        elif holder.post.pk not in posts:
            posts.add(holder.post.pk)
            answers.append(Answer(who, holder))
    return answers


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
