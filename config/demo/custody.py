"""The demo's way from work to archive: dossiers of earlier years, closed, offered, returned, taken over, run out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from archive import queries
from archive.models import Dossier
from archive.operations import closing, depositing, opening, schedules, transferring
from archive.operations.opening import NewDossier
from archive.operations.transferring import Offer
from files.operations import storing
from lib.calendar import local_day, local_year
from organisation.models import Post
from organisation.models.actor import Actor

SCHEDULE: Final = """code,heading,title,years,article
1.1,I. Tổng hợp,"Chương trình, kế hoạch, báo cáo công tác năm của cơ quan",vĩnh viễn,Mục 1
1.2,I. Tổng hợp,"Kế hoạch, báo cáo công tác quý, 6 tháng",20,Mục 1
1.3,I. Tổng hợp,"Kế hoạch, báo cáo công tác tháng, tuần",10,Mục 1
2.1,"II. Tổ chức, cán bộ","Hồ sơ về thành lập, sắp xếp tổ chức bộ máy",vĩnh viễn,Mục 2
2.2,"II. Tổ chức, cán bộ",Phiếu tín nhiệm trong công tác cán bộ,5,Mục 2
3.1,"III. Văn thư, lưu trữ",Sổ đăng ký văn bản đi,50,Mục 3
3.2,"III. Văn thư, lưu trữ",Công văn trao đổi về văn thư lưu trữ,10,Mục 3
"""
WORDS: Final = ("Kế hoạch", "Báo cáo kết quả", "Biên bản họp")
YEAR: Final = timedelta(days=365)


def fill(posts: dict[str, Post], opened: list[Dossier], *, at: datetime) -> None:
    """Import a schedule, and lead dossiers of the two years before to every state a dossier may stand in."""
    thu = Actor.for_post(posts["thu"])
    schedules.import_schedule(
        name="Bảng thời hạn lưu trữ (mẫu trình diễn)",
        source="Bản mẫu của phòng trình diễn; thay bằng bảng của cơ quan",
        valid_from=date(local_year(at), 1, 1),
        content=SCHEDULE.encode(),
        by=thu,
        at=at,
    )
    year = local_year(at)
    by_code = {dossier.code: dossier for dossier in opened}
    for code, keeper in (
        (f"01.CCHC.{year - 2}", "minh"), (f"03.CCHC.{year - 2}", "nhung"), (f"01.VTLT.{year - 2}", "phuc"),
        (f"02.CCHC.{year - 1}", "minh"), (f"01.TCBC.{year - 1}", "vy"),
    ):  # fmt: skip
        _finish(
            by_code[code], posts[keeper], at=at - YEAR * (year - int(code[-4:]) - 1) - timedelta(days=320)
        )
    _lay_in(by_code[f"03.CCHC.{year - 1}"], posts["nhung"], at=at - YEAR, extra=True)
    _hand_over(by_code, posts, year, at=at)
    _long_ago(posts["lan"], at=at)


def _finish(dossier: Dossier, post: Post, *, at: datetime) -> None:
    _lay_in(dossier, post, at=at)
    ended = local_day(at)
    closing.close(
        dossier=dossier, work_ended_on=ended, note="Hồ sơ đủ tài liệu.", by=Actor.for_post(post), at=at
    )


def _hand_over(by_code: dict[str, Dossier], posts: dict[str, Post], year: int, *, at: datetime) -> None:
    """Have one taken over, one returned, and leave one waiting."""
    thu, before = Actor.for_post(posts["thu"]), at - timedelta(days=20)
    plan = f"danh mục hồ sơ năm {year - 2} của cơ quan"
    minh, phuc, nhung = (Actor.for_post(posts[name]) for name in ("minh", "phuc", "nhung"))
    taken = transferring.offer(
        dossiers=[by_code[f"01.CCHC.{year - 2}"]], new=Offer(basis=plan), by=minh, at=before
    )
    transferring.accept(transfer=taken, by=thu, at=at - timedelta(days=1))
    returned = transferring.offer(
        dossiers=[by_code[f"01.VTLT.{year - 2}"]], new=Offer(basis=plan), by=phuc, at=before
    )
    remark = "Thiếu báo cáo quý IV; đề nghị bổ sung rồi nộp lại"
    transferring.return_item(item=queries.items_of(returned).get(), remark=remark, by=thu, at=at)
    waiting = Offer(basis=plan, paper_boxes=1, paper_dossiers=1)
    transferring.offer(dossiers=[by_code[f"03.CCHC.{year - 2}"]], new=waiting, by=nhung, at=at)


def _long_ago(post: Post, *, at: datetime) -> None:
    """Leave a dossier whose retention has run out: it is listed, and stays."""
    then = at - 8 * YEAR
    new = NewDossier(f"09.VP.{local_year(then)}", "Lịch tiếp khách của Văn phòng", post.unit, post.person, 5)
    dossier = opening.open_dossier(new=new, by=Actor.for_post(post), at=then)
    _finish(dossier, post, at=then + timedelta(days=200))


def _lay_in(dossier: Dossier, post: Post, *, at: datetime, extra: bool = False) -> None:
    by, day = Actor.for_post(post), local_day(at)
    papers = [(f"{word}: {dossier.title}", False) for word in WORDS]
    if extra:
        papers += [(f"Dự thảo báo cáo: {dossier.title}", True), (papers[0][0], False)]
    for place, (title, is_draft) in enumerate(papers, 1):
        laid = storing.deposit(
            organisation_key=dossier.organisation_id,
            content=f"{title}\n(Tài liệu trình diễn của hồ sơ {dossier.code})\n".encode(),
            name=f"tai-lieu-{place}.txt",
        )
        words = depositing.Words(
            title=title,
            label="Tài liệu",
            author=post.unit.name,
            dated_on=day,
            page_count=place,
            is_draft=is_draft,
        )
        depositing.lay_in(dossier=dossier, deposited=laid, words=words, by=by, at=at)
