"""Completing, closing, retention, reminding, keeping back and handing on: what happens, and what is declined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from archive import errors, queries
from archive.enums import DossierState, LeftBecause
from archive.models import Dossier, Record, RetentionItem, RetentionSchedule, TransferReminder
from archive.operations import (
    closing,
    depositing,
    describing,
    keeping,
    opening,
    reminding,
    schedules,
    transferring,
)
from archive.operations.describing import Line, Words
from archive.operations.opening import NewDossier
from archive.operations.transferring import Offer
from files.operations import storing
from notices.models import Notice
from tests.archive.conftest import Office

File = Callable[..., Record]
TABLE = "code,heading,title,years,article\n1,I,Kế hoạch năm,vĩnh viễn,Mục 1\n2,I,Công văn trao đổi,10 năm,Mục 2\n3,I,Khác,5,\n"


def lay(office: Office, dossier: Dossier, noon: datetime, *, text: str = "Ảnh", **words: object) -> Record:
    laid = storing.deposit(organisation_key=office.organisation.pk, content=text.encode(), name="tep.txt")
    said = depositing.Words(**{"title": "Ảnh hội nghị", "page_count": 1, "author": "Phòng", "dated_on": noon.date(), **words})  # type: ignore[arg-type]  # fmt: skip
    return depositing.lay_in(dossier=dossier, deposited=laid, words=said, by=office.minh, at=noon)


@pytest.fixture
def schedule(office: Office, noon: datetime) -> RetentionSchedule:
    return schedules.import_schedule(
        name="Bảng thời hạn", source="QĐ 1", valid_from=date(2026, 1, 1), content=TABLE.encode(), by=office.thu, at=noon
    )  # fmt: skip


def item(schedule: RetentionSchedule, code: str) -> RetentionItem:
    return queries.items_of_schedule(schedule).get(code=code)


# ------------------------------------------------------------------ any other file, closing
def test_any_file_lies_in_the_dossier_without_a_copy_of_it(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    record = lay(office, dossier, noon)
    assert (record.ordinal, record.origin_kind, record.title) == (1, "file", "Ảnh hội nghị")
    with pytest.raises(errors.RecordNeedsTitle):
        lay(office, dossier, noon, title=" ")
    assert queries.records_of(dossier).count() == 1


def test_drafts_and_chosen_duplicates_leave_the_dossier_not_the_history(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    file(dossier, 1)
    again = file(dossier, 2, code="1/SNV-VP")
    draft = lay(office, dossier, noon, text="nháp", is_draft=True)
    photo = lay(office, dossier, noon)
    other = lay(office, dossier, noon, page_count=2)
    review = queries.review_of(dossier)
    assert review.drafts == (draft,)
    assert [(a.pk, b.ordinal) for a, b in review.duplicates] == [(again.pk, 1), (other.pk, photo.ordinal)]
    closing.close(dossier=dossier, duplicates={again.pk, photo.pk}, by=office.minh, at=noon)
    left = {one.pk: one.removed_because for one in queries.left_records(dossier)}
    assert left == {draft.pk: LeftBecause.DRAFT, again.pk: LeftBecause.DUPLICATE}
    assert [row[0] for row in queries.documents_table(dossier).rows] == ["1", "2", "3"]


def test_a_dossier_of_nothing_but_drafts_is_not_closed(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    lay(office, dossier, noon, is_draft=True)
    with pytest.raises(errors.DossierIsEmpty):
        closing.close(dossier=dossier, by=office.minh, at=noon)
    assert queries.left_records(dossier).count() == 0


def test_what_is_missing_is_said_and_may_be_accepted(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    record = file(dossier, 1, dated_on=None, author="", page_count=None)
    assert [one.lack for one in queries.review_of(dossier).remarks] == ["day", "author", "pages"]
    with pytest.raises(errors.DossierIsIncomplete):
        closing.close(dossier=dossier, by=office.minh, at=noon)
    line = Line(label="", code="1", title="Kế hoạch", author="Sở", dated_on=noon.date(), page_count=4)
    describing.describe_record(record=record, line=line, by=office.minh, at=noon)
    assert queries.review_of(dossier).remarks == ()
    file(dossier, 2, author="")
    closing.close(dossier=dossier, as_it_is=True, by=office.minh, at=noon)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.CLOSED


def test_the_work_did_not_end_tomorrow_nor_before_the_dossier_began(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    file(dossier, 1)
    for day in (noon.date() + timedelta(days=1), noon.date() - timedelta(days=1)):
        with pytest.raises(errors.WorkEndedLater):
            closing.close(dossier=dossier, work_ended_on=day, by=office.minh, at=noon)


# ------------------------------------------------------------------ retention
@pytest.mark.parametrize(
    ("own", "judged", "kept"), [(20, "2", 20), (5, "2", 10), (20, "1", None), (None, "2", None), (5, None, 5)]
)
def test_the_longest_item_wins(
    office: Office, dossier: Dossier, file: File, schedule: RetentionSchedule, noon: datetime,
    own: int | None, judged: str | None, kept: int | None,
) -> None:  # fmt: skip
    words = Words(code=dossier.code, title=dossier.title, retention_years=own)
    describing.describe(dossier=dossier, words=words, by=office.minh, at=noon)
    record = file(dossier, 1)
    line = Line(
        label="Kế hoạch", code="1", title="Kế hoạch", author="Sở", dated_on=noon.date(), page_count=1,
        retention_item=item(schedule, judged) if judged else None,
    )  # fmt: skip
    describing.describe_record(record=record, line=line, by=office.minh, at=noon)
    closed = closing.close(dossier=dossier, by=office.minh, at=noon)
    assert closed.retention_years == kept
    assert queries.expires_after(closed) == (None if kept is None else 2026 + kept)


def test_a_dossier_is_not_kept_shorter_than_what_lies_in_it(
    office: Office, dossier: Dossier, file: File, schedule: RetentionSchedule, noon: datetime
) -> None:
    record = file(dossier, 1)
    line = Line(label="", code="", title="x", author="", dated_on=None, page_count=None, retention_item=item(schedule, "2"))  # fmt: skip
    describing.describe_record(record=record, line=line, by=office.minh, at=noon)
    with pytest.raises(errors.ShorterThanItsItems):
        words = Words(code="1", title="x", retention_years=5)
        describing.describe(dossier=dossier, words=words, by=office.minh, at=noon)


def test_it_runs_out_at_the_end_of_the_year_and_nothing_is_done_with_it(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    words = Words(code=dossier.code, title=dossier.title, retention_years=5)
    describing.describe(dossier=dossier, words=words, by=office.minh, at=noon)
    file(dossier, 1)
    closing.close(dossier=dossier, by=office.minh, at=noon)
    eve = datetime.fromisoformat("2031-12-31T16:59:00+00:00")
    assert not queries.expired_dossiers(office.minh, eve).exists()
    assert [one.pk for one in queries.expired_dossiers(office.minh, eve + timedelta(minutes=1))] == [
        dossier.pk
    ]
    assert not queries.expired_dossiers(office.nam, eve + timedelta(minutes=1)).exists()


def test_a_schedule_is_a_version_and_the_same_again_is_none(
    office: Office, schedule: RetentionSchedule, noon: datetime
) -> None:
    def bring(text: str, name: str = "Bảng thời hạn") -> RetentionSchedule:
        return schedules.import_schedule(
            name=name, source="QĐ 1", valid_from=date(2026, 2, 1), content=text.encode(), by=office.thu, at=noon
        )  # fmt: skip

    assert bring(TABLE) == schedule
    second = bring(TABLE.replace("10 năm", "20"))
    assert (second.version, item(second, "2").years, item(schedule, "2").years) == (2, 20, 10)
    assert {one.schedule_id for one in queries.items_in_force(office.organisation, date(2026, 3, 1))} == {
        second.pk
    }
    assert {one.schedule_id for one in queries.items_in_force(office.organisation, date(2026, 1, 5))} == {
        schedule.pk
    }
    with pytest.raises(errors.ScheduleIsNotYours):
        schedules.import_schedule(
            name="x", source="y", valid_from=date(2026, 1, 1), content=b"", by=office.minh, at=noon
        )


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"code,title\n1,x\n", b"code,title,years\n", b"code,title,years\n1,x,lau dai\n",
        b"code,title,years\n1,x,5\n1,y,6\n", b"code,title,years\n,x,5\n", b"code,title,years\n1,x,0\n",
        b"code,title,years\n1,x,=5\n", b"a\0b", b"PK\x03\x04\x00\x00", b"x" * 2_000_001,
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_wholly(office: Office, noon: datetime, content: bytes) -> None:
    with pytest.raises(errors.ScheduleIsUnreadable):
        schedules.import_schedule(
            name="Bảng", source="QĐ", valid_from=date(2026, 1, 1), content=content, by=office.thu, at=noon
        )
    assert not RetentionSchedule.objects.exists()


# ------------------------------------------------------------------ reminding
def closed(office: Office, dossier: Dossier, file: File, noon: datetime) -> Dossier:
    file(dossier, 1)
    return closing.close(dossier=dossier, by=office.minh, at=noon)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("id").select_related("person")
    return [(one.person.full_name, one.kind) for one in rows]


def test_each_rung_is_told_once_to_keeper_and_head(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    closed(office, dossier, file, noon)
    assert reminding.remind(office.organisation, at=noon + timedelta(days=300)) == 0
    assert reminding.remind(office.organisation, at=noon + timedelta(days=306)) == 1
    assert reminding.remind(office.organisation, at=noon + timedelta(days=307)) == 0
    assert told() == [("Minh", reminding.DUE_SOON)]
    assert reminding.remind(office.organisation, at=noon + timedelta(days=430)) == 2
    assert told()[1:] == [("Minh", reminding.OVERDUE), ("Hòa", reminding.OVERDUE)]
    assert TransferReminder.objects.count() == 3


def test_short_lived_dossiers_are_not_asked_for(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    words = Words(code=dossier.code, title=dossier.title, retention_years=2)
    describing.describe(dossier=dossier, words=words, by=office.minh, at=noon)
    closed(office, dossier, file, noon)
    assert reminding.remind(office.organisation, at=noon + timedelta(days=800)) == 0


def test_the_archive_is_reminded_of_an_offer_after_sixty_days(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    closed(office, dossier, file, noon)
    transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=noon)
    assert reminding.remind(office.organisation, at=noon + timedelta(days=59)) == 0
    assert reminding.remind(office.organisation, at=noon + timedelta(days=60)) == 1
    assert reminding.remind(office.organisation, at=noon + timedelta(days=61)) == 0
    assert told()[-1] == ("Thu", reminding.UNANSWERED)


# ------------------------------------------------------------------ keeping back, handing on
def test_the_head_consents_to_keeping_back_for_two_years_at_most(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    closed(office, dossier, file, noon)
    until = date(2028, 6, 1)
    with pytest.raises(errors.ConsentNeeded):
        keeping.keep_back(dossier=dossier, until=until, reason="Còn dùng", by=office.hoa, at=noon)
    with pytest.raises(errors.KeptTooLong):
        keeping.keep_back(
            dossier=dossier, until=date(2029, 11, 25), reason="Còn dùng", by=office.binh, at=noon
        )
    keeping.keep_back(dossier=dossier, until=until, reason="Còn dùng", by=office.binh, at=noon)
    with pytest.raises(errors.KeptBack):
        transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=noon)
    assert reminding.remind(office.organisation, at=noon + timedelta(days=430)) == 0
    keeping.end_keeping_back(dossier=dossier, by=office.minh, at=noon)
    transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=noon)


def test_whoever_leaves_hands_every_dossier_over_but_what_the_archive_keeps(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    closed(office, dossier, file, noon)
    transfer = transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=noon)
    transferring.accept(transfer=transfer, by=office.thu, at=noon)
    assert office.minh.person is not None
    new = NewDossier("02", "Việc đang làm", office.section, office.minh.person, 10)
    running = opening.open_dossier(new=new, by=office.minh, at=noon)
    assert list(queries.kept_by(office.minh.person)) == [running]
    assert office.hoa.post is not None
    with pytest.raises(errors.DossierIsInCustody):
        keeping.pass_on(dossiers=[dossier], to=office.hoa.post, reason="Chuyển công tác", by=office.quan, at=noon)  # fmt: skip
    with pytest.raises(errors.NotTheKeeper):
        keeping.pass_on(dossiers=[running], to=office.hoa.post, reason="Chuyển công tác", by=office.nam, at=noon)  # fmt: skip
    keeping.pass_on(dossiers=[running], to=office.hoa.post, reason="Chuyển công tác", by=office.quan, at=noon)
    running.refresh_from_db()
    assert running.keeper == office.hoa.person
    assert not queries.kept_by(office.minh.person).exists()
    assert queries.dossiers_visible_to(office.hoa, noon).filter(pk=running.pk).exists()
