"""The tray: many letters read one by one and confirmed together, each with an end of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from audit.models import Event
from dispatch.enums import LetterStatus
from dispatch.models import NumberAllocation, OutgoingLetter
from dispatch.operations import reading
from jobs import ports as job_ports
from jobs.models import Job
from jobs.operations import working
from lib.refusal import Refusal
from signing import errors as signing_errors
from signing.enums import RequestState, SigningRole, WaitReason
from signing.keys.desk import Desk
from signing.keys.pinbox import PinBox
from signing.models import SigningRequest
from tests.workflow.office import PIN, Office
from workflow import errors
from workflow.enums import LineState, TrayAct
from workflow.models import TrayBatch
from workflow.outgoing_letter import jobs, moves
from workflow.tray import acts, queries
from workflow.tray import jobs as tray_jobs

pytestmark = pytest.mark.django_db


class Counter:
    """The signer's counter with its own memory: it knows one PIN and may be emptied as a restart would."""

    def __init__(self) -> None:
        self.box = PinBox()
        self.asked: list[dict[str, Any]] = []

    def respond(self, question: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(question)
        if question.get("question") == "draw":
            held = self.box.draw(question["batch"], question["file"], question["request"])
            return {"ok": True} if held else {"refusal": "pin_gone"}
        if question.get("pin") != PIN:
            return {"refusal": "wrong_pin", "remaining": 4}
        if "files" in question:
            self.box.hold_batch(question["batch"], question["files"], question["pin"])
        return {"ok": True}


@pytest.fixture
def signer(settings: Any) -> Iterator[Counter]:
    counter = Counter()
    desk = Desk(settings.SIGNER_SOCKET, counter.respond)
    desk.open()
    thread = threading.Thread(target=desk.serve, daemon=True)
    thread.start()
    yield counter
    desk.close()
    thread.join()


@pytest.fixture(autouse=True)
def _worker(office: Office, _joined: None) -> None:
    clock = {"clock": lambda: office.at}
    handlers = {**jobs.HANDLERS, **tray_jobs.HANDLERS}
    job_ports.join({kind: partial(handler, **clock) for kind, handler in handlers.items()})


def letters_at(office: Office, step: str, count: int, **fields: Any) -> list[OutgoingLetter]:
    return [office.at_step(step, **fields) for _ in range(count)]


def tray(office: Office, name: str) -> list[queries.Waiting]:
    return queries.tray_of(office.actors[name], office.at, sealing=name == "lan")


def read_all(office: Office, name: str) -> None:
    """Open every file of the tray, as its pages would."""
    for one in tray(office, name):
        letter = office.read(one.letter)
        file = letter.signed_file if one.act == TrayAct.SEAL else letter.prepared_file
        reading.note_viewed(letter=letter, file=file, by=office.actors[name], at=office.later())


def chosen(office: Office, name: str) -> list[acts.Chosen]:
    return [acts.Chosen(one.letter.pk, one.item.pk, one.act, one.sha256) for one in tray(office, name)]


def confirm(office: Office, name: str, what: list[acts.Chosen] | None = None, pin: str = PIN) -> TrayBatch:
    what = chosen(office, name) if what is None else what
    return acts.confirm(chosen=what, pin=pin, by=office.actors[name], at=office.later())


def work(office: Office) -> None:
    while working.run_one(["interactive"], clock=lambda: office.at, kinds=[acts.WORK_OFF]):
        pass


def states(office: Office, batch: TrayBatch) -> list[str]:
    return [one.state for one in queries.outcomes_of(queries.batch_by_key(batch.pk), office.at)]


def test_one_confirmation_asks_for_every_signature_in_the_order_shown(office: Office) -> None:
    letters = letters_at(office, "approve", 3)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    assert {office.read(one).status for one in letters} == {LetterStatus.APPROVAL}
    work(office)
    assert states(office, batch) == [LineState.WORKING] * 3
    assert [line.letter_key for line in batch.lines.all()] == [one.pk for one in letters]
    for letter in letters:
        assert office.read(letter).status == LetterStatus.SIGNING
        office.signature_comes(letter, SigningRole.LEADER)
    assert states(office, batch) == [LineState.DONE] * 3


def test_a_file_that_was_not_opened_cannot_be_confirmed(office: Office) -> None:
    first, second = letters_at(office, "approve", 2)
    letter = office.read(first)
    reading.note_viewed(letter=letter, file=letter.prepared_file, by=office.binh, at=office.later())
    assert [one.opened for one in tray(office, "binh")] == [True, False]
    with pytest.raises(errors.NotOpenedYet):
        confirm(office, "binh")
    assert TrayBatch.rows.count() == 0
    assert office.read(second).status == LetterStatus.APPROVAL


def test_opened_by_a_colleague_is_not_opened(office: Office) -> None:
    letter = office.read(letters_at(office, "approve", 1)[0])
    reading.note_viewed(letter=letter, file=letter.prepared_file, by=office.dung, at=office.later())
    assert [one.opened for one in tray(office, "binh")] == [False]


def test_a_wrong_pin_moves_nothing(office: Office) -> None:
    letters_at(office, "approve", 2)
    read_all(office, "binh")
    before = Event.objects.count()
    with pytest.raises(signing_errors.WrongPin):
        confirm(office, "binh", pin="000000")
    assert TrayBatch.rows.count() == 0
    assert not Job.objects.filter(kind=acts.WORK_OFF).exists()
    assert Event.objects.count() == before


def test_two_clicks_make_one_signature_a_letter(office: Office) -> None:
    letters_at(office, "approve", 2)
    read_all(office, "binh")
    what = chosen(office, "binh")
    first, second = confirm(office, "binh", what), confirm(office, "binh", what)
    work(office)
    assert states(office, first) == [LineState.WORKING] * 2
    assert states(office, second) == [LineState.REFUSED] * 2
    assert "already handled" in second.lines.first().refusal or "đã xử lý" in second.lines.first().refusal
    assert SigningRequest.objects.count() == 2


def test_the_refusal_of_one_letter_never_stops_the_rest(office: Office) -> None:
    letters = letters_at(office, "approve", 3)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    moves.send_back(item=office.item(letters[1]), reason="sai số liệu", by=office.binh, at=office.later())
    work(office)
    assert states(office, batch) == [LineState.WORKING, LineState.REFUSED, LineState.WORKING]
    assert office.read(letters[1]).status == LetterStatus.DRAFT


def test_new_bytes_since_the_tray_was_drawn_are_not_signed(office: Office) -> None:
    letter = letters_at(office, "approve", 1)[0]
    read_all(office, "binh")
    what = chosen(office, "binh")
    moves.send_back(item=office.item(letter), reason="sửa câu cuối", by=office.binh, at=office.later())
    office.carry(office.write(letter, subject="Rà soát lần hai"), "approve")
    item = office.item(letter)
    batch = confirm(
        office, "binh", [acts.Chosen(one.letter_key, item.pk, one.act, one.sha256) for one in what]
    )
    work(office)
    assert states(office, batch) == [LineState.REFUSED]
    assert office.read(letter).status == LetterStatus.APPROVAL
    assert not SigningRequest.objects.exists()


def test_a_pin_that_is_gone_moves_no_further_letter_and_is_asked_again_for_the_rest_only(
    office: Office, signer: Counter
) -> None:
    letters = letters_at(office, "approve", 3)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    held = signer.box._batches[f"tray:{batch.pk}/1"]
    held.files = type(held.files)([office.read(letters[0]).prepared_sha256])
    work(office)
    assert states(office, batch) == [LineState.WORKING, LineState.PIN, LineState.PIN]
    assert [office.read(one).status for one in letters] == ["signing", "approval", "approval"]
    acts.resume(batch=batch, pin=PIN, by=office.binh, at=office.later())
    assert signer.asked[-1]["files"] == [office.read(one).prepared_sha256 for one in letters[1:]]
    work(office)
    assert states(office, batch) == [LineState.WORKING] * 3
    assert SigningRequest.objects.count() == 3


def test_a_signature_whose_pin_died_with_the_signer_is_resumed_with_its_own_request(office: Office) -> None:
    letters = letters_at(office, "approve", 2)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    work(office)
    lost = batch.lines.first().request
    SigningRequest.objects.filter(pk=lost.pk).update(state=RequestState.PREPARED, reason=WaitReason.ASK_AGAIN)
    assert states(office, batch) == [LineState.PIN, LineState.WORKING]
    acts.resume(batch=batch, pin=PIN, by=office.binh, at=office.later())
    work(office)
    assert states(office, batch) == [LineState.WORKING] * 2
    assert SigningRequest.objects.get(pk=lost.pk).attempts == 2
    assert SigningRequest.objects.count() == 2
    assert {office.read(one).status for one in letters} == {LetterStatus.SIGNING}


def test_nothing_left_needs_no_pin(office: Office) -> None:
    letters_at(office, "approve", 1)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    work(office)
    with pytest.raises(errors.NothingLeft):
        acts.resume(batch=batch, pin=PIN, by=office.binh, at=office.later())


def test_only_who_confirmed_goes_on(office: Office) -> None:
    letters_at(office, "approve", 1)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    with pytest.raises(errors.BatchIsNotYours):
        acts.resume(batch=batch, pin=PIN, by=office.yen, at=office.later())


def test_approving_now_and_signing_later_needs_no_pin(office: Office, signer: Counter) -> None:
    letter = letters_at(office, "approve", 1, signer="yen")[0]
    assert tray(office, "binh") == []  # it waits for its signer alone
    read_all(office, "yen")
    only_approve = [
        acts.Chosen(one.letter_key, one.item_key, TrayAct.APPROVE, one.sha256)
        for one in chosen(office, "yen")
    ]
    batch = confirm(office, "yen", only_approve, pin="")
    work(office)
    assert states(office, batch) == [LineState.DONE]
    assert office.read(letter).status == LetterStatus.SIGNATURE
    assert signer.asked == []


def test_twenty_letters_are_numbered_in_the_order_shown(office: Office) -> None:
    letters = letters_at(office, "number_and_seal", 5)
    read_all(office, "lan")
    batch = confirm(office, "lan")
    work(office)
    assert states(office, batch) == [LineState.WORKING] * 5
    given = NumberAllocation.objects.order_by("number").values_list("letter_id", flat=True)
    assert list(given) == [line.letter_key for line in batch.lines.all()] == [one.pk for one in letters]


def test_no_number_is_given_once_the_pin_is_gone(office: Office, signer: Counter) -> None:
    letters = letters_at(office, "number_and_seal", 2)
    read_all(office, "lan")
    batch = confirm(office, "lan")
    signer.box._batches.clear()
    work(office)
    assert states(office, batch) == [LineState.PIN] * 2
    assert not NumberAllocation.objects.exists()
    assert {office.read(one).status for one in letters} == {LetterStatus.SIGNED}


def test_time_over_asks_for_the_pin_without_the_machine_saying_so(office: Office) -> None:
    letters_at(office, "approve", 1)
    read_all(office, "binh")
    batch = confirm(office, "binh")
    assert states(office, batch) == [LineState.QUEUED]
    office.later(minutes=10)
    assert states(office, batch) == [LineState.PIN]


def test_more_than_a_hundred_are_refused(office: Office) -> None:
    many = [acts.Chosen(key, key, TrayAct.SIGN, "0" * 64) for key in range(101)]
    with pytest.raises(signing_errors.TooManyAtOnce):
        confirm(office, "binh", many)


def test_a_box_gives_each_file_its_pin_once_and_forgets_in_time() -> None:
    box = PinBox()
    box.hold_batch("b", ["f1", "f2"], "1234")
    assert box.draw("b", "f1", 7)
    assert not box.draw("b", "f1", 8)
    assert not box.draw("b", "f3", 8)
    assert not box.draw("other", "f2", 8)
    assert box.take(7, "f2") is None
    assert box.draw("b", "f2", 9)
    assert box.take(9, "f2") == "1234"
    assert box.take(9, "f2") is None
    past = PinBox(seconds=-10)
    past.hold_batch("b", ["f1"], "1234")
    assert not past.draw("b", "f1", 1)


def test_every_refusal_of_the_tray_says_what_to_do() -> None:
    for refusal in (errors.NothingChosen(), errors.NotOpenedYet(code="x"), errors.NothingLeft()):
        assert isinstance(refusal, Refusal)
        assert str(refusal).endswith(".")
