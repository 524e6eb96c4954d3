"""The words of the archive's printed forms: Vietnamese, in the order of their legal columns (design D20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Max, Min, Sum

from archive.enums import ItemState
from archive.layout.forms import DOCUMENTS, FILE_PLAN, HANDED_OVER, LOANS, Head, Party, RecordPage, Table
from archive.models import Dossier, FilePlan, FilePlanEntry, Loan, Record, Transfer
from archive.queries.contents import Contents, contents_of
from archive.queries.plans import entries_of
from archive.queries.transfers import Volume, items_of, volume_of
from lib.calendar import local_day, written_day
from organisation.enums import FormatProfile
from organisation.models import Organisation, Post
from organisation.queries import period_on

FOR_EVER = "Vĩnh viễn"
_Span = tuple[date | None, date | None, int]
_NOTHING: _Span = (None, None, 0)


def head_on(organisation: Organisation, day: date, *, unit: str = "") -> Head:
    """Give the head of a form as the office was called on ``day``."""
    period = period_on(organisation, day)
    return Head(
        superior="" if unit else period.superior,
        organisation=period.name,
        place=period.place,
        party=period.format_profile == FormatProfile.PARTY,
        unit=unit,
    )


def years_written(years: int | None) -> str:
    """Say how long something is kept."""
    return FOR_EVER if years is None else f"{years} năm"


def sheets_of(records: Iterable[Record]) -> list[str]:
    """Give the pages each record takes within its dossier, counted on by themselves: ``1–3``, ``4``; empty without."""
    told, page = [], 1
    for record in records:
        count = record.page_count or 0
        told.append(f"{page}–{page + count - 1}" if count > 1 else str(page) if count else "")
        page += count
    return told


def documents_table(dossier: Dossier, contents: Contents | None = None) -> Table:
    """Give the list of documents in a dossier (App. V): numbered by itself, with the pages each one takes."""
    found = contents or contents_of(dossier)
    rows = [
        (
            str(place),
            record.code,
            _day(record.dated_on),
            f"{record.label} {record.title}".strip(),
            record.author,
            sheets,
            "",
        )
        for place, (record, sheets) in enumerate(zip(found.lines, sheets_of(found.lines), strict=True), 1)
    ]
    total = f"Tổng cộng: {found.record_count} văn bản, tài liệu; {found.page_total} trang."
    if found.without_pages:
        total += f" {found.without_pages} văn bản, tài liệu chưa có số trang."
    closing = [total, *([f"Ghi chú khi kết thúc: {dossier.closing_note}"] if dossier.closing_note else [])]
    subtitle = [
        f"Hồ sơ số {dossier.code}, năm {dossier.year}: {dossier.title}",
        f"Thời hạn bảo quản: {years_written(dossier.retention_years)}",
    ]
    empty = "Hồ sơ chưa có văn bản, tài liệu."
    return Table(form=DOCUMENTS, rows=rows, subtitle=subtitle, closing=closing, empty=empty)


def file_plan_table(plan: FilePlan) -> Table:
    """Give the five columns of the year's file plan; headings stand in rows of their own."""
    rows: list[Sequence[str]] = []
    for heading, of_heading in groupby(entries_of(plan), key=lambda one: one.heading):
        rows += [(heading,)] if heading else []
        for subheading, entries in groupby(of_heading, key=lambda one: one.subheading):
            rows += [(subheading,)] if subheading else []
            rows += [_entry(entry) for entry in entries]
    count = sum(len(row) > 1 for row in rows)
    return Table(
        form=FILE_PLAN,
        rows=rows,
        subtitle=[f"Năm {plan.year}"],
        closing=[f"Bản danh mục hồ sơ này có {count} hồ sơ."],
        empty="Danh mục chưa có hồ sơ.",
    )


def handed_over_table(transfer: Transfer) -> Table:
    """Give the list of what is handed over, in the seven columns of App. V; returned dossiers are not in it."""
    items = [one for one in items_of(transfer) if one.state in {ItemState.OFFERED, ItemState.ACCEPTED}]
    spans = _spans([item.dossier_id for item in items])
    rows = [
        (
            str(place),
            item.dossier.code,
            item.dossier.title,
            _span(*spans.get(item.dossier_id, _NOTHING)[:2]),
            years_written(item.dossier.retention_years),
            str(spans.get(item.dossier_id, _NOTHING)[2] or ""),
            item.remark,
        )
        for place, item in enumerate(items, 1)
    ]
    return Table(
        form=HANDED_OVER,
        rows=rows,
        subtitle=[f"Kèm theo Biên bản giao nhận số {transfer}", f"Đơn vị nộp lưu: {transfer.unit.name}"],
        closing=[f"Mục lục này gồm {len(rows)} hồ sơ, tài liệu."],
        empty="Không có hồ sơ nào.",
    )


def loan_book_table(organisation: Organisation, year: int) -> Table:
    """Give the book of loans of one year in its nine columns, in the order paper went out."""
    lent = Loan.objects.filter(organisation=organisation, lent_on__year=year)
    rows = [
        (
            _day(loan.lent_on),
            ", ".join(part for part in (loan.borrower.full_name, loan.borrower_unit) if part),
            loan.unit.code,
            loan.unit.title,
            _day(loan.due_on),
            "",
            _day(loan.returned_on),
            loan.permitted_by,
            loan.note,
        )
        for loan in lent.select_related("unit", "borrower").order_by("lent_on", "id")
    ]
    return Table(
        form=LOANS,
        rows=rows,
        subtitle=[f"Năm {year}"],
        closing=[f"Sổ có {len(rows)} lượt mượn."],
        empty="Trong năm không có lượt mượn nào.",
    )


def transfer_page(transfer: Transfer, *, copy: int) -> RecordPage:
    """Give the words of a transfer record, in which of its two copies."""
    assert transfer.receiver is not None and transfer.answered_at is not None  # noqa: S101 -- taken over
    volume = volume_of(transfer)
    return RecordPage(
        day=f"ngày {written_day(local_day(transfer.answered_at))}",
        basis=[
            "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
            transfer.basis or f"danh mục hồ sơ năm {transfer.year} của cơ quan",
        ],
        giver=_party(transfer.unit.name, transfer.giver),
        receiver=_party("Lưu trữ hiện hành", transfer.receiver),
        body=f"Hồ sơ, tài liệu của {transfer.unit.name}",
        period=_span(volume.since, volume.until) or "không xác định",
        paper=_paper(transfer),
        electronic=_electronic(volume),
        condition=transfer.condition or "Đầy đủ, đúng danh mục",
        copy=copy,
    )


def _party(unit: str, post: Post) -> Party:
    return Party(unit=unit, name=post.person.full_name, title=post.title)


def _paper(transfer: Transfer) -> list[tuple[str, str]]:
    return [
        ("Tổng số hộp (cặp)", str(transfer.paper_boxes)),
        ("Tổng số hồ sơ (đơn vị bảo quản)", str(transfer.paper_dossiers)),
        ("Quy ra mét giá", f"{transfer.paper_metres:.2f} mét".replace(".", ",")),
    ]


def _electronic(volume: Volume) -> list[tuple[str, str]]:
    return [("Tổng số hồ sơ", str(volume.dossiers)), ("Tổng số tệp tin trong hồ sơ", str(volume.records))]


def _entry(entry: FilePlanEntry) -> tuple[str, ...]:
    maker = entry.maker.full_name if entry.maker else entry.unit.name
    return (entry.code, entry.title, years_written(entry.retention_years), maker, entry.note)


def _spans(dossiers: list[int]) -> dict[int, _Span]:
    """Give the first and the last day in each dossier, and its pages."""
    lying = Record.objects.filter(dossier__in=dossiers, removed_at__isnull=True).order_by()
    rows = lying.values_list("dossier").annotate(
        first=Min("dated_on"), last=Max("dated_on"), pages=Sum("page_count", default=0)
    )
    return {key: (first, last, pages) for key, first, last, pages in rows}


def _span(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return ""
    return _day(since) if since == until else f"{_day(since)} – {_day(until)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
