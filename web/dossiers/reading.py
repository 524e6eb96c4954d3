"""One dossier: its facts, its list of documents, who sees it, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import DossierState
from archive.operations import depositing
from dispatch.enums import RelationKind
from dispatch.queries import letters_visible_to, registered_visible_to, standings_of
from lib.text import fold
from ui import writing
from ui.screens import render, screen
from web.dossiers.finding import seen_dossier
from web.dossiers.forms import GrantForm
from web.dossiers.history import history_lines
from web.registers.lines import what_became

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from archive.models import Dossier, Record
    from ui.request import OfficeRequest


@dataclass(frozen=True)
class Line:
    """A line of the list of documents: the record, its pages within the dossier, and where it leads."""

    record: Record
    sheets: str
    url: str
    became: str = ""  # corrected, replaced, recalled


@screen()
def detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the dossier; ``q`` searches inside it."""
    dossier = seen_dossier(request, pk)
    if not queries.has_for_work(request.actor, request.at, dossier):
        unit = queries.place_in_catalogue(dossier)
        if unit is None:
            raise Http404
        return redirect("catalogue:unit", unit.pk)
    contents = queries.contents_of(dossier)
    lines = _lines(request, contents.lines)
    text = request.GET.get("q", "").strip()[:200]
    shown = [line for line in lines if _holds(line.record, text)] if text else lines
    actor = request.actor
    context = {
        "dossier": dossier,
        "facts": facts_of(dossier, contents),
        "contents": contents,
        "lines": shown,
        "text": text,
        "may_close": policies.may_close(actor, dossier),
        "may_reopen": policies.may_reopen(actor, dossier),
        "may_take_out": policies.may_take_out(actor, dossier),
        "may_file": policies.may_file(actor, dossier),
        "may_describe": policies.may_describe(actor, dossier),
        "may_offer": policies.may_offer(actor, dossier),
        "may_keep_back": policies.may_keep_back(actor, dossier),
        "may_end_keeping_back": policies.may_end_keeping_back(actor, dossier),
        "left": queries.left_records(dossier),
        "transfers": queries.transfers_of(dossier),
        "may_grant": policies.may_grant(actor, dossier),
        "grants": queries.grants_of(dossier),
        "grant_form": GrantForm(actor=actor, at=request.at),
        "history": history_lines(actor.organisation_key, "dossier", dossier.pk),
    }
    return render(request, "dossiers/detail.html", context)


def retention_words(years: int | None) -> str:
    """Say how long something is kept."""
    return _("for ever") if years is None else _("%(years)s years") % {"years": years}


def facts_of(dossier: Dossier, contents: queries.Contents) -> list[tuple[str, object]]:
    """Give the facts of a dossier as pairs."""
    closed = f" – {writing.day(dossier.closed_on)}" if dossier.closed_on else ""
    volume = _("%(records)s records, %(pages)s pages") % {
        "records": writing.count(contents.record_count), "pages": writing.count(contents.page_total)
    }  # fmt: skip
    if contents.without_pages:
        volume += _(" (%(count)s without a number of pages)") % {"count": contents.without_pages}
    entry = dossier.entry
    last = queries.expires_after(dossier)
    due = queries.due_on(dossier) if dossier.state == DossierState.CLOSED else None
    return [
        (_("State"), str(DossierState(dossier.state).label).capitalize()),
        (_("Keeper"), f"{dossier.keeper.full_name}, {dossier.unit.name}"),
        (_("Time"), f"{writing.day(dossier.opened_on)}{closed}"),
        (_("Work ended"), writing.day(dossier.work_ended_on) if dossier.work_ended_on else ""),
        (_("Retention"), retention_words(dossier.retention_years)),
        (_("Runs out at the end of"), str(last or "")),
        (_("Due for the archive"), writing.day(due) if due and queries.must_be_handed_over(dossier) else ""),
        (_("Kept back"), dossier.kept_back_reason),
        (_("In custody since"), writing.day(dossier.archived_on) if dossier.archived_on else ""),
        (_("Closing note"), dossier.closing_note),
        (_("Volume"), volume),
        (
            _("File plan"),
            f"{dossier.year}, {entry.heading or entry.code}" if entry else _("outside the plan"),
        ),
    ]


def _lines(request: OfficeRequest, records: Sequence[Record]) -> list[Line]:
    """Give the lines with running page numbers, and where each one leads."""
    urls, became = _urls(request, records), _became(_keys(records, "letter"))
    return [
        Line(record, sheets, urls.get(record.pk, ""), became.get(record.origin_key, ""))
        for record, sheets in zip(records, queries.sheets_of(records), strict=True)
    ]


def _keys(records: Sequence[Record], kind: str) -> list[int]:
    return [int(one.origin_key) for one in records if one.origin_kind == kind and one.origin_key.isdigit()]


def _urls(request: OfficeRequest, records: Sequence[Record]) -> dict[int, str]:
    """Give the page of each record, by its key; only those who take part in a letter get its link."""
    kinds: dict[str, tuple[Callable[..., QuerySet[Any]], str]] = {
        "letter": (letters_visible_to, "letters:detail"),
        "incoming": (registered_visible_to, "incoming:letter"),
    }
    urls: dict[int, str] = {}
    laid_in = [one for one in records if one.origin_kind == depositing.KIND]
    if laid_in and queries.may_open_origin(laid_in[0], request.actor, request.at):
        urls |= {one.pk: reverse("dossiers:file", args=[one.dossier_id, one.pk]) for one in laid_in}
    for kind, (visible, page) in kinds.items():
        keys = _keys(records, kind)
        if not keys:
            continue
        rows = visible(request.actor, request.at)
        found = set(rows.filter(pk__in=keys).values_list("pk", flat=True))
        for one in records:
            if one.origin_kind == kind and one.origin_key.isdigit() and int(one.origin_key) in found:
                urls[one.pk] = reverse(page, args=[int(one.origin_key)])
    return urls


def _became(keys: Sequence[int]) -> dict[str, str]:
    """Give what became of the letters among the records, by the key of their origin."""
    return {
        str(key): "; ".join(
            what_became(
                [
                    *((RelationKind.CORRECTS.value, one.code, one.day) for one in standing.corrected_by),
                    *(
                        (RelationKind.REPLACES.value, one.code, one.day)
                        for one in [standing.replaced_by]
                        if one
                    ),
                ],
                standing.recalled_on,
            )
        )
        for key, standing in standings_of(keys).items()
    }


def _holds(record: Record, text: str) -> bool:
    within = fold(f"{record.code} {record.label} {record.title} {record.author}")
    return all(word in within for word in fold(text).split())
