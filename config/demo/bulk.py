"""A large register for measurements: ``./office demo --letters N``.

Ten years of issued and filed letters, and what a working office has in hand, written by COPY with every constraint
in force. Nothing in it is signed: the page of each of the last hundred letters is really laid out, the others share
one page that says what it stands for. The database is marked as a benchmark and refused for anything else.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from random import Random

from django.conf import settings
from django.db import connection, transaction

from archive.models import Dossier
from archive.operations.opening import NewDossier, open_dossier
from audit.models import Subject
from audit.operations import recording, sequencing
from config.demo import cast
from config.demo.bulk_rows import ORDER, Book, Case, People
from config.demo.bulk_texts import Text, invent
from dispatch.body.markup import markup_of
from dispatch.enums import LetterStatus
from dispatch.layout.composing import compose
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import STATE_2020
from dispatch.models import NumberSeries, OutgoingLetter
from dispatch.operations import series
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.rendering import render_pdf
from lib.calendar import ZONE, local_day, local_year
from lib.refusal import Refusal
from organisation import queries as office
from organisation.enums import Authority, Duty
from organisation.models import Organisation, OrganisationPeriod, Person, Post
from organisation.models.actor import Actor
from workflow import queries as work
from workflow import rebuilding

MARK = "benchmark"
YEARS = 10
LAID_OUT = 100
PER_DOSSIER = 200
VOID_EVERY = 211
MOST_IN_HAND = 600
_CHUNK = 1_000
_PLACEHOLDER = """<html lang="vi"><head><meta charset="utf-8"><title>Dữ liệu đo hiệu năng</title></head><body>
<p>Trang này thay cho tệp của văn bản trong cơ sở dữ liệu đo hiệu năng. Không phải văn bản, không có chữ ký.</p>
</body></html>"""
_UNSIGNED = "Dữ liệu đo hiệu năng: không có chữ ký, không có giá trị."


class NotABareOffice(Refusal):
    """The database holds something else; bulk data never stands beside it."""

    sentence = "Bulk letters are loaded only into a bare demo office; this database holds %(what)s."


@dataclass(frozen=True)
class Report:
    """What was loaded, and how long it took."""

    letters: int
    issued: int
    in_hand: int
    void_lines: int
    laid_out: int
    rows: int
    seconds: float

    def to_json(self) -> dict[str, int | float]:
        """Give the report as plain data."""
        return asdict(self)


def sentence(report: Report) -> str:
    """Give the report for a person at the terminal."""
    return (
        f"{report.letters} letters loaded in {report.seconds} s: {report.issued} issued and filed, {report.in_hand} in "
        f"hand, {report.void_lines} void lines; {report.laid_out} laid out, none signed. {report.rows} rows. "
        "This database is marked as a benchmark."
    )


def refuse_what_is_not_bare() -> None:
    """Refuse (NotABareOffice) a database with other people, organisations or any letter in it."""
    codes = {one.code for one in cast.OFFICES}
    names = {member.username for one in cast.OFFICES for member in one.members}
    marked = Organisation.objects.filter(settings__has_key=MARK).exists()
    if marked or OutgoingLetter.objects.exists():
        raise NotABareOffice(what="bulk letters already" if marked else "letters")
    if Organisation.objects.exclude(code__in=codes).exists():
        raise NotABareOffice(what="another organisation")
    if Person.objects.exclude(username__in=names).exists():
        raise NotABareOffice(what="other people")


def load(letters: int, *, at: datetime, laid_out: int = LAID_OUT) -> Report:
    """Load ``letters`` letters into the bare demo office, all or none; give the report."""
    begun = time.monotonic()
    refuse_what_is_not_bare()
    organisation = office.organisation_by_code(cast.STATE.code)
    with transaction.atomic():
        _settings_for_bulk()
        bulk = _Bulk(organisation, letters, min(laid_out, letters), at)
        bulk.issued()
        bulk.in_hand()
        bulk.book.settle()
        bulk.mark()
    waiting = work.letters_to_rebuild(organisation).exclude(status=LetterStatus.ISSUED, dossier__isnull=False)
    rebuilding.rebuild(waiting.iterator(), at=at)
    while sequencing.assign_leaves(limit=10_000):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = sum(table.count for table in bulk.book.table.values())
    return Report(
        letters, bulk.issued_count, bulk.in_hand_count, bulk.void_count, len(bulk.pages), rows,
        round(time.monotonic() - begun, 1),
    )  # fmt: skip


@dataclass(frozen=True)
class _Line:
    """One line of the register to be: its place among the letters (None: a void number), series, number, day."""

    place: int | None
    series: NumberSeries
    number: int
    day: date
    dossier: Dossier | None = None


class _Bulk:
    """One load. Everything that goes through an operation is done first; then rows are only copied."""

    def __init__(self, organisation: Organisation, letters: int, laid_out: int, at: datetime) -> None:
        self.organisation, self.at = organisation, at
        self.system = Actor.system(organisation, "demo --letters")
        self.in_hand_count = min(MOST_IN_HAND, letters // 20)
        self.issued_count = letters - self.in_hand_count
        self.period = office.period_on(organisation, local_day(at))
        self.people = _people(organisation, local_day(at))
        self.placeholder = self._store(render_pdf(_PLACEHOLDER).pdf, "benchmark.pdf", pages=1)
        self.lines = list(self._plan())
        self.void_count = sum(line.place is None for line in self.lines)
        newest = [line for line in self.lines if line.place is not None][-laid_out:]
        self.pages = {
            line.place: self._page(line, *self._case(line.place)) for line in newest if line.place is not None
        }
        sequencing.assign_leaves(limit=1_000_000)  # our leaves go on behind those of the bare office
        self.book = Book(organisation, _issuer(self.period), _transaction_id())

    def issued(self) -> None:
        """Write the letters that went the whole way, in the order of their numbers."""
        for line in self.lines:
            if line.place is None:
                self.book.void(line.series, line.number, line.day, _moment(line.day, 9))
            else:
                self._issue(line, line.place)
            if (line.place or 0) % _CHUNK == _CHUNK - 1:
                self.book.copy()
        self.book.copy()

    def in_hand(self) -> None:
        """Write the letters people work on now, spread over every step where people are asked."""
        resting = [status for status in ORDER if status is not LetterStatus.NUMBERED]
        counter, today = self._series(local_year(self.at)), local_day(self.at)
        number = counter.next_number
        for place in range(self.in_hand_count):
            status = resting[place % len(resting)]
            people, text = self._case(self.issued_count + place)
            moved = self.at - timedelta(hours=1 + place * 7 % 215)
            case = Case(status, moved - timedelta(days=2), moved, people, text, self.placeholder)
            if status is LetterStatus.ISSUED:
                case = Case(status, moved, self.at, people, text, self.placeholder, counter, number, today)
                number += 1
            self.book.write(case)
        NumberSeries.objects.filter(pk=counter.pk).update(next_number=number)
        self.book.copy()

    def mark(self) -> None:
        """Mark the database, and say in the log where these rows come from."""
        facts = {"letters": self.issued_count + self.in_hand_count, "signed": 0}
        self.organisation.settings[MARK] = {**facts, "loaded_on": local_day(self.at).isoformat()}
        self.organisation.save(update_fields=["settings"])
        recording.record(
            "demo.bulk_loaded", subject=Subject("organisation", str(self.organisation.pk)), by=self.system, at=self.at,
            facts=facts,
        )  # fmt: skip

    def _plan(self) -> Iterator[_Line]:
        """Give the lines of the register to be, opening what series and dossiers they need, counters moved on."""
        place = 0
        for year, share in _shares(self.issued_count, local_year(self.at)):
            counter, dossiers = self._series(year), self._dossiers(year, share)
            days, number = _working_days(year, local_day(self.at)), counter.next_number
            for turn in range(share):
                day = days[turn * len(days) // share]
                if turn % VOID_EVERY == VOID_EVERY // 2:
                    yield _Line(None, counter, number, day)
                    number += 1
                yield _Line(place, counter, number, day, dossiers[turn // PER_DOSSIER])
                number, place = number + 1, place + 1
            NumberSeries.objects.filter(pk=counter.pk).update(next_number=number, opened_on=date(year, 1, 1))

    def _issue(self, line: _Line, place: int) -> None:
        people, text = self._case(place)
        moved, file = _moment(line.day, 10), self.pages.get(place, self.placeholder)
        case = Case(
            LetterStatus.ISSUED, moved - timedelta(days=4), moved, people, text, file,
            line.series, line.number, line.day, line.dossier,
        )  # fmt: skip
        self.book.write(case)

    def _case(self, place: int) -> tuple[People, Text]:
        """Give people and words of the letter at ``place``: the same for the same place."""
        chance = Random(place)  # noqa: S311 -- invented words, no secret
        people = chance.choice(self.people)
        text = invent(chance, unit_symbol=people.drafter.unit.symbol, signer_post_id=people.signer.pk)
        return people, text

    def _page(self, line: _Line, people: People, text: Text) -> StoredFile:
        """Lay one letter out for real, number and day printed, saying of itself that it is not signed."""
        content, lines = text.content, people.mandate.authority_lines
        page = LetterPage(
            superior=self.period.superior, issuer=self.period.name, place=self.period.place,
            symbol=f"{self.period.symbol}-{people.drafter.unit.symbol}", expected_on=line.day, subject=content.subject,
            addressees=content.addressees, body_html=markup_of(content.body), recipients=content.recipients,
            keep_line=content.keep_line, authority_lines=tuple(lines[:-1]), title=lines[-1],
            signer_name=people.signer.person.full_name, number=line.number, issued_on=line.day, contact_line=_UNSIGNED,
        )  # fmt: skip
        composed = compose(page, STATE_2020)
        rendered = render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=_moment(line.day, 8),
            licensed_fonts=settings.LICENSED_FONTS_DIR,
        )
        return self._store(rendered.pdf, f"benchmark-{line.number}.pdf", pages=rendered.pages)

    def _store(self, content: bytes, name: str, *, pages: int) -> StoredFile:
        file = storing.store(
            by=self.system, at=self.at, content=content, name=name, role=FileRole.DRAFT_RENDERING
        )
        StoredFile.objects.filter(pk=file.pk).update(page_count=pages)
        return StoredFile.objects.select_related("blob").get(pk=file.pk)

    def _series(self, year: int) -> NumberSeries:
        known = NumberSeries.objects.filter(organisation=self.organisation, year=year).first()
        if known is not None:
            return known
        new = series.NewSeries(code="van-ban-di", name="Văn bản đi", year=year)
        return series.open_series(new=new, by=self.system, at=self.at)

    def _dossiers(self, year: int, share: int) -> list[Dossier]:
        """Open as many dossiers as a year's letters fill."""
        keeper, at = self.people[0].drafter, _moment(date(year, 1, 5), 8)
        return [
            open_dossier(
                new=NewDossier(
                    f"BM{place + 1:03d}", f"Hồ sơ công việc số {place + 1} năm {year}", keeper.unit, keeper.person, 10
                ),
                by=self.system,
                at=at,
            )
            for place in range(-(-share // PER_DOSSIER))
        ]  # fmt: skip


def _people(organisation: Organisation, day: date) -> list[People]:
    """Give every pairing of drafter and signer that the bare office has."""
    posts = list(office.posts_on(organisation, day).select_related("unit", "person"))
    heads = {post.unit_id: post for post in posts if Duty.UNIT_HEAD.value in post.duties}
    drafters = [post for post in posts if Duty.OFFICER.value in post.duties and post.unit_id in heads]
    chief = _first(posts, Duty.CHIEF_OF_OFFICE)
    clerk = _first(posts, Duty.REGISTRY_CLERK)
    mandates = list(
        office.mandates_on(organisation, day, kind="cong_van").exclude(authority=Authority.BY_ORDER)
    )
    return [
        People(drafter, heads[drafter.unit_id], chief, mandate.post, clerk, mandate)
        for drafter in drafters
        for mandate in mandates
    ]


def _first(posts: list[Post], duty: Duty) -> Post:
    return next(post for post in posts if duty.value in post.duties)


def _issuer(period: OrganisationPeriod) -> dict[str, str]:
    return {
        "issuer": period.name,
        "superior": period.superior,
        "place": period.place,
        "symbol": period.symbol,
    }


def _shares(count: int, this_year: int) -> Iterator[tuple[int, int]]:
    """Spread ``count`` letters over the years up to this one, as evenly as whole letters allow."""
    for place in range(YEARS):
        share = count * (place + 1) // YEARS - count * place // YEARS
        if share:
            yield this_year - YEARS + 1 + place, share


def _working_days(year: int, today: date) -> list[date]:
    first, last = date(year, 1, 2), min(date(year, 12, 30), today - timedelta(days=1))
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5] or [first]  # noqa: PLR2004 -- Saturday is 5


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, clock_time(hour), tzinfo=ZONE).astimezone(UTC)


def _settings_for_bulk() -> None:
    """Set, for this transaction, what many rows need.

    It may think long between two statements. Foreign keys are checked by plans that PostgreSQL made while the tables
    were small, when reading them whole seemed cheap, and keeps: a hundred thousand rows later each check would read
    them all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DISCARD PLANS")


def _transaction_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
