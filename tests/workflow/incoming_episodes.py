"""What lives of incoming letters are made of: each episode leads one letter through one turn of its rules.

The machine compares every act with its model; what an episode asserts beyond that is said here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dispatch.models import IncomingLetter
from dispatch.operations.arriving import Registration
from organisation.enums import DayKind, Duty
from organisation.models import Post
from organisation.operations import calendar as days
from tests.workflow.incoming_reference import REGISTRY, forward
from tests.workflow.trying import undone
from workflow.incoming_letter import door, recounting, starting

LEAD = {"XDCQ": "lead"}
BOTH = {"XDCQ": "lead", "TCBC": "contributor", "thu": "information"}
EPISODES: dict[str, Callable[[Any], None]] = {}


def episode(tell: Callable[[Any], None]) -> Callable[[Any], None]:
    EPISODES[tell.__name__] = tell
    return tell


def _directed(m: Any, whom: dict[str, str], **facts: Any) -> IncomingLetter:
    letter, _life = m.new()
    m.do(letter, "dung", "propose", "binh")
    m.do(letter, "binh", "direct", whom, **facts)
    return letter


@episode
def arrives(m: Any) -> None:
    """Only the registry gives it a number, and a crash takes none."""
    arrived = m.intake.arrived()
    entry, at = Registration(), m.intake.at
    for name, actor in m.intake.actors.items():
        if name not in REGISTRY:
            what = f"{name} could register"
            m.refused(what, lambda by: starting.register(letter=arrived, entry=entry, **by), actor)
    tomorrow = Registration(arrival_day=m.today + timedelta(days=1))
    m.refused(
        "it could be registered for tomorrow",
        lambda by: starting.register(letter=arrived, entry=tomorrow, **by),
        m.intake.lan,
    )
    with undone():
        starting.register(letter=arrived, entry=entry, by=m.intake.lan, at=at)
    letter, _life = m.new()
    m.refused(
        "it could be registered twice",
        lambda by: starting.register(letter=letter, entry=entry, **by),
        m.intake.lan,
    )


@episode
def asks_for_nothing(m: Any) -> None:
    settled, _life = m.new()
    m.do(settled, "dung", "settle")
    m.scrutinise(settled)
    m.do(settled, "nga", "file", 0)
    done, _life = m.new()
    m.do(done, "dung", "propose", "yen")
    m.do(done, "lan", "complete_unhandled")


@episode
def is_sent_back(m: Any) -> None:
    letter = _directed(m, LEAD)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "minh", "report", "minh")
    m.do(letter, "hoa", "insist", "minh")
    m.do(letter, "minh", "report", "minh")
    m.do(letter, "hoa", "report", "XDCQ")
    m.do(letter, "binh", "send_back")
    m.do(letter, "hoa", "report", "XDCQ")
    m.do(letter, "binh", "confirm")
    m.do(letter, "hoa", "file", 0)


@episode
def lives_through_a_holiday(m: Any) -> None:
    letter = _directed(m, LEAD)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    due = forward(m.today, 5)
    with undone():
        free = forward(m.today, 2)
        days.record_day(day=free, kind=DayKind.OFF, name="Nghỉ", by=m.intake.quan, at=m.intake.at)
        recounting.recount_office(m.intake.organisation, at=m.intake.at)
        for part in ("XDCQ", "minh"):
            assert m.intake.of(letter, part).due_on == forward(due, 1), f"{part} has no holiday"
        for item in m.intake.items_of(letter):
            assert item.due_on == forward(due, 1)


@episode
def needs_a_reply(m: Any) -> None:
    letter = _directed(m, LEAD, reply=True)
    life = m.life_of(letter)
    m.refused("it ended without a reply", m.doing(letter).report("XDCQ"), m.intake.hoa)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "minh", "begin_reply")
    m.refused("it was struck out while a reply is written", m.doing(letter).strike_out(), m.intake.lan)
    m.do(letter, "minh", "report", "minh")
    m.refused("it ended with a draft", m.doing(letter).report("XDCQ"), m.intake.hoa)
    (reply,) = letter.replies.all()
    office = m.intake.office
    office.carry(office.write(office.read(reply.letter)), "file_letter")
    life.replied = "issued"
    m.do(letter, "hoa", "report", "XDCQ")


@episode
def loses_its_people(m: Any) -> None:
    """A vacant post leaves no letter without a holder: the head of the unit, at last the director is asked."""
    letter = _directed(m, LEAD)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    for gone, asked in (("minh", "hoa"), ("hoa", "binh")):
        with undone():
            m.vacate("minh")
            m.vacate(gone)
            door.bring_to(letter, at=m.intake.at)
            assert m.intake.asked(letter) == [("handle", asked)], f"without {gone} nobody goes on"
    m.do(letter, "minh", "report", "minh")


@episode
def is_late(m: Any) -> None:
    letter = _directed(m, {"XDCQ": "lead", "TCBC": "contributor"})
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.days_pass(6)
    m.do(letter, "minh", "report", "minh")
    m.do(letter, "khoa", "report", "TCBC")
    m.days_pass(5)
    m.do(letter, "hoa", "insist", "minh")
    m.do(letter, "binh", "direct", LEAD)
    m.days_pass(8)


@episode
def names_one_lead(m: Any) -> None:
    letter, _life = m.new()
    for whom in ({"XDCQ": "lead", "TCBC": "lead"}, {"XDCQ": "contributor"}, {}):
        m.refused(f"{len(whom)} named, not one lead", m.doing(letter).direct(whom), m.intake.binh)
    m.do(letter, "binh", "direct", {"thu": "lead", "TCBC": "contributor", "binh": "information"})
    m.do(letter, "khoa", "give_on", "TCBC", "vy")
    m.do(letter, "thu", "release", "TCBC")
    m.scrutinise(letter)
    m.do(letter, "thu", "report", "thu")
    m.do(letter, "binh", "confirm")


@episode
def has_more_time(m: Any) -> None:
    letter = _directed(m, LEAD)
    m.refused("it was given on outside the unit", m.doing(letter).give_on("XDCQ", "vy"), m.intake.hoa)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "hoa", "ask_for_time", "XDCQ")
    m.refused("time was asked for twice", m.doing(letter).ask_for_time("XDCQ"), m.intake.hoa)
    m.scrutinise(letter)
    m.do(letter, "binh", "refuse", "XDCQ")
    m.days_pass(7)
    m.do(letter, "hoa", "ask_for_time", "XDCQ", 4)
    m.do(letter, "binh", "pause", "XDCQ")
    m.days_pass(1)
    m.do(letter, "binh", "grant", "XDCQ")
    m.days_pass(1)
    m.do(letter, "binh", "resume", "XDCQ")
    m.days_pass(9)


@episode
def stands_still(m: Any) -> None:
    letter = _directed(m, {"XDCQ": "lead", "TCBC": "contributor"})
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "binh", "pause", "XDCQ")
    m.do(letter, "hoa", "pause", "minh")
    m.scrutinise(letter)
    m.days_pass(6)
    m.do(letter, "binh", "resume", "XDCQ")
    m.do(letter, "hoa", "resume", "minh")
    m.days_pass(5)


@episode
def is_directed_on_paper(m: Any) -> None:
    letter, _life = m.new()
    m.scrutinise(letter)
    m.do(letter, "nga", "record_on_paper", "yen")
    m.scrutinise(letter)
    m.do(letter, "hoa", "report", "XDCQ")
    m.do(letter, "yen", "confirm")


@episode
def is_talked_over(m: Any) -> None:
    letter = _directed(m, LEAD)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    for name in ("thu", "vy", "khoa"):
        m.do(letter, "minh", "ask_opinion", "minh", name)
    m.scrutinise(letter)
    m.do(letter, "thu", "answer", "minh", "thu")
    m.do(letter, "minh", "no_longer", "minh", "vy")
    m.do(letter, "minh", "report", "minh")
    m.scrutinise(letter)


@episode
def is_handed_back(m: Any) -> None:
    letter = _directed(m, BOTH)
    m.do(letter, "hoa", "hand_back", "XDCQ")
    m.scrutinise(letter)
    m.do(letter, "binh", "insist", "XDCQ")
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "minh", "hand_back", "minh")
    m.scrutinise(letter)
    m.do(letter, "hoa", "give_on", "XDCQ", "tam")
    m.do(letter, "khoa", "hand_back", "TCBC")
    m.do(letter, "binh", "direct", {"XDCQ": "lead"})


@episode
def comes_straight(m: Any) -> None:
    letter, life = m.new()
    m.scrutinise(letter)
    m.intake.organisation.settings = {"direct_transfer": True}
    m.intake.organisation.save()
    life.transfers = True
    m.scrutinise(letter)
    m.do(letter, "lan", "transfer")
    m.scrutinise(letter)
    m.do(letter, "dung", "take_back")
    m.do(letter, "lan", "transfer")
    m.do(letter, "hoa", "report", "XDCQ")
    m.do(letter, "dung", "confirm")
    m.intake.organisation.settings = {}
    m.intake.organisation.save()
    life.transfers = False


@episode
def is_not_done_while_a_branch_is_open(m: Any) -> None:
    letter = _directed(m, BOTH)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh", "tam")
    m.scrutinise(letter)  # nobody may report the whole: both branches are open
    for name in ("minh", "tam"):
        m.do(letter, name, "report", name)
    m.refused("the lead ended it alone", m.doing(letter).report("XDCQ"), m.intake.hoa)
    m.do(letter, "khoa", "give_on", "TCBC", "vy")
    m.refused("it ended although vy works", m.doing(letter).report("TCBC"), m.intake.khoa)
    m.do(letter, "vy", "report", "vy")
    m.do(letter, "khoa", "report", "TCBC")
    m.do(letter, "hoa", "report", "XDCQ")


@episode
def is_taken_back(m: Any) -> None:
    letter, _life = m.new()
    m.do(letter, "dung", "propose", "yen")
    m.do(letter, "yen", "return_to_chief")
    m.do(letter, "dung", "propose", "yen")
    m.do(letter, "yen", "direct", BOTH)
    m.do(letter, "yen", "take_back")
    m.scrutinise(letter)  # nobody who did not look at it sees it any more
    m.do(letter, "yen", "direct", LEAD)
    m.looks(letter, "hoa")
    m.refused("what was opened was taken back", m.doing(letter).take_back(), m.intake.yen)
    m.do(letter, "yen", "direct", {"TCBC": "lead"})
    m.scrutinise(letter)
    m.do(letter, "khoa", "give_on", "TCBC", "vy")
    m.do(letter, "khoa", "take_away", "vy")
    m.scrutinise(letter)


@episode
def is_done_for_the_absent(m: Any) -> None:
    Post.objects.filter(pk=m.intake.post("khoa").pk).update(duties=[Duty.UNIT_HEAD.value, Duty.OFFICER.value])
    m.intake.post("khoa").refresh_from_db()
    for principal, delegate, duty, enough in (
        ("binh", "dung", Duty.HEAD, True), ("hoa", "tam", Duty.UNIT_HEAD, True),
        ("minh", "thu", Duty.OFFICER, True), ("khoa", "vy", Duty.OFFICER, False),
    ):  # fmt: skip
        if not any(one[:2] == (principal, delegate) for one in m.lent):
            m.lend(principal, delegate, duty, days=3, enough=enough)
    if m.lent[-1][2].valid_until < m.today:
        return  # told before in this life
    letter, _life = m.new()
    m.do(letter, "dung", "propose", "binh")
    m.do(letter, "dung", "direct", {"XDCQ": "lead", "TCBC": "contributor"})
    m.scrutinise(letter, most=12)
    m.looks(letter, "tam")
    m.do(letter, "tam", "give_on", "XDCQ", "minh")
    m.do(letter, "thu", "accept", "minh")
    m.do(letter, "thu", "progress", "minh")
    m.scrutinise(letter)
    m.days_pass(4)
    m.scrutinise(letter, most=4)  # nobody stands in any more
    m.do(letter, "minh", "report", "minh")


@episode
def dies_with_the_machine(m: Any) -> None:
    letter, _life = m.new()
    m.dies_in_the_middle(letter)
    m.do(letter, "dung", "propose", "binh")
    m.do(letter, "binh", "direct", LEAD)
    m.do(letter, "hoa", "ask_for_time", "XDCQ")
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.dies_in_the_middle(letter)
    m.do(letter, "minh", "report", "minh")
    m.do(letter, "hoa", "report", "XDCQ")
    m.dies_in_the_middle(letter)


@episode
def goes_the_whole_way(m: Any) -> None:
    letter, _life = m.new()
    m.scrutinise(letter)
    m.do(letter, "dung", "propose", "binh")
    m.scrutinise(letter)
    m.do(letter, "binh", "direct", BOTH)
    m.scrutinise(letter)
    m.looks(letter, "thu")
    m.do(letter, "hoa", "give_on", "XDCQ", "minh", "tam")
    m.scrutinise(letter)
    m.do(letter, "minh", "accept", "minh")
    m.do(letter, "minh", "progress", "minh")
    m.do(letter, "minh", "report", "minh")
    m.scrutinise(letter)
    m.do(letter, "tam", "report", "tam")
    m.do(letter, "khoa", "report", "TCBC")
    m.do(letter, "hoa", "accept_report", "minh")
    m.do(letter, "hoa", "report", "XDCQ")
    m.scrutinise(letter)
    m.do(letter, "binh", "confirm")
    m.scrutinise(letter)
    m.do(letter, "minh", "file", 0)
    m.do(letter, "lan", "file", 1)
    m.scrutinise(letter)


@episode
def is_directed_anew(m: Any) -> None:
    letter = _directed(m, {"XDCQ": "lead", "TCBC": "contributor"})
    m.do(letter, "khoa", "report", "TCBC")
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "minh", "accept", "minh")
    m.do(letter, "binh", "pause", "XDCQ")
    m.do(letter, "hoa", "ask_opinion", "XDCQ", "vy")
    m.days_pass(1)
    m.do(letter, "binh", "direct", {"XDCQ": "contributor", "TCBC": "lead", "thu": "contributor"})
    m.scrutinise(letter)
    m.days_pass(2)
    m.do(letter, "binh", "resume", "XDCQ")
    m.do(letter, "binh", "direct", {"XDCQ": "information", "TCBC": "lead", "thu": "contributor"})
    m.scrutinise(letter)
    m.do(letter, "binh", "direct", {"XDCQ": "lead", "TCBC": "information"})
    m.do(letter, "hoa", "report", "XDCQ")
    m.do(letter, "binh", "direct", {"TCBC": "lead", "XDCQ": "contributor"})
    m.scrutinise(letter)


@episode
def was_a_mistake(m: Any) -> None:
    letter = _directed(m, BOTH)
    m.do(letter, "hoa", "give_on", "XDCQ", "minh")
    m.do(letter, "minh", "accept", "minh")
    m.do(letter, "lan", "strike_out")
    m.scrutinise(letter, everything=True)
    m.new()  # its number stays its own
