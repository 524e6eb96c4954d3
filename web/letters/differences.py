"""Two contents of a letter compared for reading: field by field, line by line, long equal stretches folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dispatch.body.differences import Difference, Line, compare, lines_of_body
from dispatch.enums import Circulation, Urgency
from dispatch.models.content import LABELS
from dispatch.models.shapes import LABELS as PARTICULARS
from lib.calendar import local_day
from organisation import queries as office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import Promise

    from dispatch.models import OutgoingLetter
    from dispatch.models.content import DraftContent

AROUND = 1  # equal lines shown on either side of a change
WORDS: Mapping[str, str | Promise] = {
    "same": "",
    "new": pgettext_lazy("comparison", "added"),
    "gone": pgettext_lazy("comparison", "taken out"),
    "changed": pgettext_lazy("comparison", "changed"),
    "reshaped": gettext_lazy("form changed"),
}


@dataclass(frozen=True)
class Told:
    """One line of the comparison as the page tells it; ``folded`` equal lines stand behind a fold."""

    state: str
    word: str | Promise = ""
    line: Difference | None = None
    folded: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Section:
    """One field: its label and its lines."""

    label: str
    lines: list[Told] = field(default_factory=list)


def differences(letter: OutgoingLetter, old: DraftContent, new: DraftContent, at: datetime) -> list[Section]:
    """Give the fields that differ between two contents of ``letter``; equal contents give none."""
    before, after = (dict(_fields(letter, content, at)) for content in (old, new))
    found: list[Section] = []
    for label in [*after, *(label for label in before if label not in after)]:
        lines = compare(before.get(label, []), after.get(label, []))
        if any(line.state != "same" for line in lines):
            found.append(Section(label, list(_told(lines))))
    return found


def _told(lines: list[Difference]) -> Iterator[Told]:
    changed = [place for place, line in enumerate(lines) if line.state != "same"]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    folded: list[Difference] = []
    for place, line in enumerate(lines):
        if place not in near:
            folded.append(line)
            continue
        if folded:
            yield Told("folded", folded=tuple(folded))
            folded = []
        yield Told(line.state, WORDS[line.state], line)
    if folded:
        yield Told("folded", folded=tuple(folded))


def _fields(letter: OutgoingLetter, content: DraftContent, at: datetime) -> Iterator[tuple[str, list[Line]]]:
    yield _label("subject"), _lines(content.subject)
    for name in ("addressees", "legal_bases"):
        yield _label(name), _lines(*getattr(content, name))
    for name, value in content.particulars.items():
        yield str(PARTICULARS.get(name, name)), _lines(*value.split("\n"))
    yield _label("body"), lines_of_body(content.body)
    for number, part in enumerate(content.parts, 1):
        label = _("%(label)s %(number)d") % {"label": _label("parts"), "number": number}
        yield label, [*_lines(part.title), *lines_of_body(part.body)]
    yield _label("recipients"), _lines(*content.recipients)
    yield _label("keep_line"), _lines(content.keep_line)
    yield _label("urgency"), _lines(str(Urgency(content.urgency).label))
    yield _label("circulation"), _lines(str(Circulation(content.circulation).label))
    yield _label("signer_post_id"), _lines(_signer(letter, content, at))
    yield _label("expected_on"), _lines(f"{content.expected_on:%d/%m/%Y}" if content.expected_on else "")
    yield _label("drafter_code"), _lines(content.drafter_code)
    yield _label("copies"), _lines(str(content.copies or ""))


def _label(name: str) -> str:
    return str(LABELS[name])


def _lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts if text]


def _signer(letter: OutgoingLetter, content: DraftContent, at: datetime) -> str:
    if content.signer_post_id is None:
        return ""
    post = office.posts_on(letter.organisation, local_day(at)).filter(pk=content.signer_post_id).first()
    return f"{post.person.full_name}, {post.title}" if post else _("somebody who no longer holds the post")
