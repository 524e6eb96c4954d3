"""The demo's file plans of three years, and the dossiers opened from them."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.models import Dossier
from archive.operations import opening, planning
from lib.calendar import local_year
from organisation.models import Post
from organisation.models.actor import Actor

# code, heading, title, years kept (None: for ever), unit's keeper by sign-in name
LINES = (
    ("01.CCHC", "I. CẢI CÁCH HÀNH CHÍNH", "Kế hoạch, báo cáo cải cách hành chính năm {year}", 20, "minh"),
    ("02.CCHC", "I. CẢI CÁCH HÀNH CHÍNH", "Đánh giá, xếp loại chất lượng công chức năm {year}", 10, "minh"),
    (
        "03.CCHC",
        "I. CẢI CÁCH HÀNH CHÍNH",
        "Kiểm tra công vụ tại các sở, ngành, xã, phường năm {year}",
        10,
        "nhung",
    ),
    ("01.TCBC", "II. TỔ CHỨC, BIÊN CHẾ", "Giao biên chế, số lượng người làm việc năm {year}", None, "vy"),
    ("02.TCBC", "II. TỔ CHỨC, BIÊN CHẾ", "Sắp xếp tổ chức bộ máy năm {year}", None, "vy"),
    ("01.VTLT", "III. VĂN THƯ, LƯU TRỮ", "Hướng dẫn nghiệp vụ văn thư, lưu trữ năm {year}", 20, "phuc"),
    ("02.VTLT", "III. VĂN THƯ, LƯU TRỮ", "Báo cáo thống kê văn thư, lưu trữ năm {year}", 20, "phuc"),
    ("01.VP", "IV. VĂN PHÒNG", "Chương trình, lịch công tác năm {year}", 10, "lan"),
    ("02.VP", "IV. VĂN PHÒNG", "Hội nghị, giao ban của cơ quan năm {year}", 5, "lan"),
)
YEARS = 3


def fill(posts: dict[str, Post], *, at: datetime) -> list[Dossier]:
    """Write and approve the plans of this year and the two before, each in its year, and open their dossiers."""
    dossiers: list[Dossier] = []
    now = at
    for year in range(local_year(now) - YEARS + 1, local_year(now) + 1):
        at = now - timedelta(days=365 * (local_year(now) - year))
        archivist = Actor.for_post(posts["thu"])
        plan = planning.begin(year=year, by=archivist, at=at)
        entries = [(_entry(line, year, posts), posts[line[4]]) for line in LINES]
        written = [
            (planning.add_entry(plan=plan, entry=new, by=archivist, at=at), post) for new, post in entries
        ]
        planning.approve(plan=plan, by=Actor.for_post(posts["binh"]), at=at)
        for entry, post in written:
            entry.plan.refresh_from_db()
            opened = opening.from_entry(entry, keeper=post.person)
            dossiers.append(opening.open_dossier(new=opened, entry=entry, by=Actor.for_post(post), at=at))
    return dossiers


def _entry(
    line: tuple[str, str, str, int | None, str], year: int, posts: dict[str, Post]
) -> planning.NewEntry:
    code, heading, title, kept, keeper = line
    post = posts[keeper]
    return planning.NewEntry(
        code=f"{code}.{year}",
        heading=heading,
        title=title.format(year=year),
        retention_years=kept,
        unit=post.unit,
        maker=post.person,
    )
