"""News as people read them: what happened to which letter, in their own language.

A notice holds no subject. It is read with the letter, and only if the reader may still see that letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.writing import day
from web.news.archive import OF_ARCHIVE, title_of
from web.news.incoming import OF_INCOMING
from workflow.enums import Outcome
from workflow.outgoing_letter.telling import News

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from dispatch.models import IncomingLetter, OutgoingLetter
    from notices.models import Notice

SENTENCES: Mapping[str, Promise] = {
    News.ISSUED: gettext_lazy("Issued as %(code)s of %(day)s."),
    News.REFUSED: gettext_lazy("%(by)s refused it: “%(reason)s”"),
    News.NUMBER_VOIDED: gettext_lazy("%(by)s voided its number %(code)s: “%(reason)s”. It gets another one."),
    News.WITHDRAWN: gettext_lazy("%(by)s withdrew it: “%(reason)s”"),
    News.HANDED_OVER: gettext_lazy("%(by)s gave it to somebody else: “%(reason)s”"),
    News.REMINDED: gettext_lazy("%(by)s reminds you: your opinion is waited for."),
    News.NO_LONGER_ASKED: gettext_lazy("Your opinion is no longer waited for. What you typed is kept."),
    News.TAKEN_BACK: gettext_lazy("%(by)s took it back to go on drafting; it no longer waits for you."),
    "recall.agreed": gettext_lazy("%(name)s cancelled the recalled letter or sent it back."),
    "recall.refused": gettext_lazy("%(name)s refused the recall: “%(reason)s”"),
    "joint.agreed": gettext_lazy("%(name)s will issue it together; %(by)s signs there. It can be submitted."),
    "joint.refused": gettext_lazy("%(name)s will not issue it together: “%(reason)s”"),
    "delivery.refused": gettext_lazy("%(name)s refused it: “%(reason)s”"),
    "delivery.failed": gettext_lazy("It did not reach %(name)s: %(reason)s"),
    News.CORRECTED: gettext_lazy("Corrected by letter %(code)s. It stays in force as it is."),
    News.REPLACED: gettext_lazy("Replaced by letter %(code)s. It is no longer in force."),
    News.RECALL_STOPPED: gettext_lazy("%(by)s stopped its recall: “%(reason)s”. It is in force again."),
}
RECALLED = gettext_lazy("%(by)s recalled it: “%(reason)s”. It is no longer in force.")
RECALLED_BY_LETTER = gettext_lazy("Recalled by letter %(code)s. It is no longer in force.")
DONE_FOR_YOU: Mapping[str, Promise] = {
    "draft": gettext_lazy("%(by)s submitted it on your behalf."),
    "give_opinion": gettext_lazy("%(by)s gave the opinion on your behalf."),
    "check_content": gettext_lazy("%(by)s passed the content on your behalf."),
    "check_format": gettext_lazy("%(by)s passed the format on your behalf."),
    "number_and_seal": gettext_lazy("%(by)s gave it number and day on your behalf."),
    "file_letter": gettext_lazy("%(by)s filed it on your behalf."),
}
SENT_BACK_FOR_YOU = gettext_lazy("%(by)s sent it back on your behalf: “%(reason)s”")
PASSED_UP_FOR_YOU = gettext_lazy("%(by)s passed the decision up on your behalf: “%(reason)s”")
WORDS = ("by", "reason", "code", "name")
LETTERS = ("letter", "incoming")


@dataclass(frozen=True, kw_only=True)
class NewsRow:
    """One line of ``components/news_row.html``; without ``url`` there is nothing to open."""

    at: datetime
    text: str
    title: str = ""
    url: str = ""
    seen: bool = False


def rows_of(
    notices: Iterable[Notice],
    letters: QuerySet[OutgoingLetter],
    incoming: QuerySet[IncomingLetter],
    **others: Callable[[], QuerySet[Any]],
) -> list[NewsRow]:
    """Give the lines of ``notices``; the letters are those the reader may see, asked once a kind, however many.

    ``others`` give the rows of further kinds by the kind, dossiers or copies of the archive, when there is need.
    """
    told = list(notices)
    seen: dict[str, dict[int, Any]] = {}
    for kind in (*LETTERS, *others):
        keys = {int(one.subject_key) for one in told if one.subject_kind == kind}
        if keys:
            found = others[kind]() if kind in others else letters if kind == "letter" else incoming
            seen[kind] = {row.pk: row for row in found.filter(pk__in=keys)}
    return [_row(one, seen.get(one.subject_kind, {}).get(int(one.subject_key))) for one in told]


def _row(notice: Notice, thing: Any) -> NewsRow:
    seen = notice.seen_at is not None
    if thing is None:
        hidden = _("About a letter you may no longer see.")
        return NewsRow(at=notice.created_at, text=hidden, seen=seen)
    of_letter = notice.subject_kind in LETTERS
    return NewsRow(
        at=notice.created_at,
        text=_sentence(notice),
        title=thing.subject or _("(no subject yet)") if of_letter else title_of(thing),
        url=reverse("go:to", args=[notice.subject_kind, notice.subject_key]),
        seen=seen,
    )


def _sentence(notice: Notice) -> str:
    facts = notice.facts
    sentence: Promise
    if notice.kind == News.RECALLED:
        sentence = RECALLED_BY_LETTER if facts.get("code") else RECALLED
    elif notice.kind in OF_INCOMING:
        sentence = OF_INCOMING[notice.kind]
    elif notice.kind in OF_ARCHIVE:
        sentence = OF_ARCHIVE[notice.kind]
    elif notice.kind != News.DONE_FOR_YOU:
        sentence = SENTENCES[notice.kind]
    elif facts["outcome"] in (Outcome.RETURNED, Outcome.SENT_DOWN):
        sentence = SENT_BACK_FOR_YOU
    elif facts["outcome"] == Outcome.PASSED_UP:
        sentence = PASSED_UP_FOR_YOU
    else:
        sentence = DONE_FOR_YOU[facts["step"]]
    words = {name: facts.get(name, "") for name in WORDS}
    return sentence % {**words, "day": day(date.fromisoformat(facts["day"])) if "day" in facts else ""}
