"""The demo's catalogue: the fonds of an invented predecessor comes in as a finding aid, with places and one loan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import translation

from archive.enums import Access, DossierState, Keeping, Level, Medium, Purpose
from archive.models import CatalogueRecord, CatalogueUnit, Dossier
from archive.operations import cataloguing, lending, placing, reading_requests, shelving
from archive.operations.cataloguing import Described
from archive.operations.import_reading import Asked, carry_out
from files.enums import FileRole
from files.operations import storing
from files.rendering import render_pdf
from lib.calendar import local_day
from organisation.models.actor import Actor

if TYPE_CHECKING:
    from organisation.models import Post

# heading, access, and what its dossiers are about; each comes for several years
SERIES = (
    (
        "I",
        "TỔ CHỨC, NHÂN SỰ",
        "internal",
        ("Hồ sơ bổ nhiệm, điều động cán bộ", "Hồ sơ nâng lương thường xuyên"),
    ),
    (
        "II",
        "KHEN THƯỞNG",
        "",
        ("Khen thưởng thường xuyên", "Khen thưởng kháng chiến", "Danh hiệu Chiến sĩ thi đua cấp tỉnh"),
    ),
    ("III", "PHONG TRÀO THI ĐUA", "", ("Tổng kết phong trào thi đua", "Hội nghị điển hình tiên tiến")),
)
YEARS = (1978, 1986, 1991, 1996, 2003, 2010, 2017)
RECORDS = (
    ("{n}/QĐ-UB", "Quyết định khen thưởng các tập thể, cá nhân có thành tích", "ngày 12 tháng 3 năm {year}"),
    ("", "Danh sách đề nghị khen thưởng kèm theo tờ trình", "tháng 2 năm {year}"),
    ("{n}/TTr-TĐ", "Tờ trình về việc khen thưởng", "05/02/{year}"),
)


def fill(posts: dict[str, Post], *, at: datetime) -> None:
    """Import the fonds, add our own beside it, place what is in custody, lend one dossier, ask for another."""
    archivist = Actor.for_post(posts["thu"])
    with translation.override("vi"):
        asked = Asked("ead", "phong-thi-dua.xml", _finding_aid().encode(), access=Access.OPEN)
        run = carry_out(asked=asked, dry=False, by=archivist, at=at)
    department = shelving.add_creator(name="Sở Nội vụ tỉnh Hưng Sơn", year_from=1992, by=archivist, at=at)
    before = shelving.add_creator(
        name="Ban Thi đua – Khen thưởng tỉnh Hưng Sơn", year_from=1976, year_to=2018, successor=department,
        history="Thành lập năm 1976, sáp nhập vào Sở Nội vụ năm 2018.", by=archivist, at=at,
    )  # fmt: skip
    if run.fonds is not None:
        CatalogueUnit.objects.filter(pk=run.fonds.pk).update(creator=before)
    told = Described(
        "Phông Sở Nội vụ tỉnh Hưng Sơn", "P01", year_from=1992, date_text="từ năm 1992", access=Access.OPEN,
        creator=department, medium=Medium.MIXED, keeping=Keeping.PERMANENT,
    )  # fmt: skip
    own = cataloguing.add_unit(parent=None, level=Level.FONDS, told=told, by=archivist, at=at)
    _place(own, archivist, at)
    _use(posts, archivist, at)


def _place(own: CatalogueUnit, archivist: Actor, at: datetime) -> None:
    kept = Dossier.objects.filter(organisation=own.organisation, state=DossierState.ARCHIVED)
    series: dict[str, CatalogueUnit] = {}
    for dossier in kept.select_related("entry").order_by("code"):
        heading = dossier.entry.heading if dossier.entry else "Ngoài danh mục hồ sơ"
        if heading not in series:
            code, dot, title = heading.partition(". ")
            told = Described(title, code) if dot else Described(heading)
            series[heading] = cataloguing.add_unit(
                parent=own, level=Level.SERIES, told=told, by=archivist, at=at
            )
        placing.place(dossier=dossier, parent=series[heading], by=archivist, at=at)


def _use(posts: dict[str, Post], archivist: Actor, at: datetime) -> None:
    lent = CatalogueUnit.objects.filter(
        organisation=archivist.organisation, level=Level.DOSSIER, dossier__isnull=True, tokens__len=1
    ).first()
    if lent is not None:
        lending.lend(
            unit=lent, borrower=posts["minh"].person, borrower_unit=posts["minh"].unit.name,
            permitted_by=posts["dung"].person.full_name, due_on=local_day(at) + timedelta(days=14), note="",
            by=archivist, at=at,
        )  # fmt: skip
    _scan(archivist, at)
    reading_requests.ask(
        asked_for="Hồ sơ bổ nhiệm, điều động cán bộ năm 1986", purpose=Purpose.OFFICIAL,
        purpose_text="xác nhận thời gian công tác", unit=None, by=Actor.for_post(posts["minh"]), at=at,
    )  # fmt: skip


def _scan(archivist: Actor, at: datetime) -> None:
    """Give one document of the old list its scan, so that it can be read here and copied."""
    listed = CatalogueRecord.objects.filter(organisation=archivist.organisation, unit__tokens__len=1)
    record = listed.exclude(code="").order_by("pk").first()
    if record is None:
        return
    page = (
        "<html lang='vi'><head><title>Mẫu</title></head><body><p>TÀI LIỆU MẪU, KHÔNG CÓ GIÁ TRỊ</p>"
        f"<p>Số: {record.code}</p><h1>{record.title}</h1><p>{record.date_text}</p></body></html>"
    )
    content = render_pdf(page, at=at).pdf
    record.file = storing.store(by=archivist, at=at, content=content, name="ban-quet.pdf", role=FileRole.SCAN)
    record.save(update_fields=["file"])


def _finding_aid() -> str:
    parts, number = [], 0
    for code, title, audience, matters in SERIES:
        closed = f' audience="{audience}"' if audience else ""
        inside = []
        for year in YEARS:
            for matter in matters:
                number += 1
                items = "".join(
                    f'<c level="item"><did><unitid>{sign.format(n=number)}</unitid><unittitle>{words}</unittitle>'
                    f"<unitdate>{day.format(year=year)}</unitdate></did></c>"
                    for sign, words, day in (RECORDS if number % 2 else ())
                )
                inside.append(
                    f'<c level="file" id="h{number}"><did><unitid>{number:02d}</unitid><unittitle>{matter} năm {year}'
                    f'</unittitle><unitdate normal="{year}">{year}</unitdate><physdesc>{20 + number * 3} tờ</physdesc>'
                    f'<container type="Hộp">{1 + number // 8}</container></did>{items}</c>'
                )
        parts.append(
            f'<c level="series" id="s{code}"{closed}><did><unitid>{code}</unitid><unittitle>{title}</unittitle></did>'
            f"{''.join(inside)}</c>"
        )
    return (
        '<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>HS-P07</eadid><filedesc><titlestmt><titleproper>'
        "Mục lục hồ sơ phông Ban Thi đua – Khen thưởng (mẫu hư cấu)</titleproper></titlestmt></filedesc></eadheader>"
        '<archdesc level="fonds"><did><unitid>P07</unitid><unittitle>Phông Ban Thi đua – Khen thưởng tỉnh Hưng Sơn'
        '</unittitle><unitdate normal="1976/2018">1976–2018</unitdate><physdesc>4 mét giá</physdesc></did>'
        "<bioghist><p>Ban Thi đua – Khen thưởng thành lập năm 1976, sáp nhập vào Sở Nội vụ năm 2018.</p></bioghist>"
        "<scopecontent><p>Hồ sơ khen thưởng, phong trào thi đua, tổ chức cán bộ. Tài liệu hư cấu.</p></scopecontent>"
        f"<dsc>{''.join(parts)}</dsc></archdesc></ead>"
    )
