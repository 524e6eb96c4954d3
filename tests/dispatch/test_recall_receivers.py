"""The receivers of a recalled letter: asked, agreeing or refusing, and back to where they stood."""

from __future__ import annotations

import pytest

from audit.queries import history_of
from dispatch import errors, policies, queries
from dispatch.enums import DeliveryStatus, IncomingStatus, RecallAnswer, SendingChannel
from dispatch.enums import LetterStatus as S
from dispatch.models import Delivery, IncomingLetter, IncomingRecall, OutgoingLetter, Recall, RecallRequest
from dispatch.operations import arriving, recall_answering, recall_asking, recalling, sending
from dispatch.operations.arriving import Registration
from notices.models import Notice
from organisation.models.actor import Actor
from tests.cast import Cast
from tests.factories.dispatch import NOON, fresh
from tests.factories.sending import book_of_arrivals, inside, sent, to, work

REASON = "ban hành nhầm nơi nhận"


def stranger(cast: Cast) -> Actor:
    return Actor.for_post(cast.stranger)


def recalled(cast: Cast) -> tuple[OutgoingLetter, Recall]:
    """A letter sent inside the installation and by hand, and then recalled."""
    letter = sent(cast, inside(cast.stranger.organisation), to("Sở Tư pháp"))[0].letter
    work()
    return letter, recalling.recall(letter=letter, reason=REASON, by=cast.actor("binh"), at=NOON)


def theirs(cast: Cast) -> IncomingRecall:
    return queries.incoming_recalls_of(cast.stranger.organisation).get()


def ours(recall: Recall, *, electronic: bool) -> RecallRequest:
    return queries.recall_requests_of(recall).get(electronic=electronic)


def test_everybody_who_has_the_letter_is_asked_each_in_their_way(cast: Cast) -> None:
    letter, recall = recalled(cast)
    inner, paper = ours(recall, electronic=True), ours(recall, electronic=False)
    assert (inner.state, paper.state) == (RecallAnswer.ASKED, RecallAnswer.ASKED)
    question = theirs(cast)
    assert question.organisation == cast.stranger.organisation
    assert (question.reason, question.sender) == (REASON, letter.printed["issuer"])
    here = history_of(cast.snv.pk, "letter", letter.pk).filter(name="recall.asked")
    there = history_of(cast.stranger.organisation_id, "incoming", question.letter_id)
    assert here.count() == 2 and there.last().name == "incoming.recall_asked"


def test_a_receiver_cancels_the_letter_and_the_sender_hears_it(cast: Cast) -> None:
    letter, recall = recalled(cast)
    recall_answering.answer(recall=theirs(cast), agreed=True, by=stranger(cast), at=NOON)
    request = ours(recall, electronic=True)
    assert request.state == RecallAnswer.AGREED and "SỞ TÀI CHÍNH" in request.said_by
    arrived = IncomingLetter.objects.get()
    verdict = policies.may_register_arrival(stranger(cast), arrived)
    assert isinstance(verdict.refusal, errors.CancelledAtRecall)
    assert Notice.objects.filter(kind="recall.agreed", subject_key=str(letter.pk)).exists()
    assert arrived.file is not None


def test_while_the_sender_recalls_a_letter_it_is_not_registered(cast: Cast) -> None:
    recalled(cast)
    verdict = policies.may_register_arrival(stranger(cast), IncomingLetter.objects.get())
    assert isinstance(verdict.refusal, errors.SenderRecallsIt)


def test_a_refusal_needs_a_reason_and_puts_the_letter_back_where_it_stood(cast: Cast) -> None:
    _letter, recall = recalled(cast)
    with pytest.raises(errors.ReasonIsMissing):
        recall_answering.answer(recall=theirs(cast), agreed=False, by=stranger(cast), at=NOON)
    why = "đã thực hiện xong"
    recall_answering.answer(recall=theirs(cast), agreed=False, reason=why, by=stranger(cast), at=NOON)
    request = ours(recall, electronic=True)
    assert (request.state, request.note) == (RecallAnswer.REFUSED, why)
    arrived = IncomingLetter.objects.get()
    assert arrived.status == IncomingStatus.ARRIVED
    assert policies.may_register_arrival(stranger(cast), arrived)


def test_a_registered_letter_stays_registered_under_its_number_when_it_is_cancelled(cast: Cast) -> None:
    delivery = sent(cast, inside(cast.stranger.organisation))[0]
    work()
    by = stranger(cast)
    book_of_arrivals(by)
    arrived = arriving.register(letter=IncomingLetter.objects.get(), entry=Registration(), by=by, at=NOON)
    number = arrived.allocation
    work()
    recalling.recall(letter=delivery.letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    recall_answering.answer(recall=theirs(cast), agreed=True, by=by, at=NOON)
    arrived = IncomingLetter.objects.get()
    assert (arrived.status, arrived.allocation) == (IncomingStatus.REGISTERED, number)
    assert isinstance(policies.may_complete_incoming(by, arrived).refusal, errors.CancelledAtRecall)


def test_a_recall_is_answered_once_and_by_the_registry_that_got_the_letter(cast: Cast) -> None:
    recalled(cast)
    with pytest.raises(errors.NotTheRegistry):
        recall_answering.answer(recall=theirs(cast), agreed=True, by=cast.actor("lan"), at=NOON)
    recall_answering.answer(recall=theirs(cast), agreed=True, by=stranger(cast), at=NOON)
    with pytest.raises(errors.RecallIsAnswered):
        recall_answering.answer(recall=theirs(cast), agreed=False, reason=REASON, by=stranger(cast), at=NOON)


def test_the_registry_notes_what_came_back_on_paper(cast: Cast) -> None:
    _letter, recall = recalled(cast)
    paper = ours(recall, electronic=False)
    with pytest.raises(errors.NotTheRegistry):
        recall_asking.note_answer(request=paper, agreed=True, by=cast.actor("minh"), at=NOON)
    recall_asking.note_answer(
        request=paper, agreed=True, note="gửi lại 01 bản", by=cast.actor("lan"), at=NOON
    )
    paper.refresh_from_db()
    assert (paper.state, paper.note) == (RecallAnswer.AGREED, "gửi lại 01 bản")
    with pytest.raises(errors.ReceiverAnswersItself):
        inner = ours(recall, electronic=True)
        recall_asking.note_answer(request=inner, agreed=True, by=cast.actor("lan"), at=NOON)


def test_a_stopped_recall_asks_nobody_any_more(cast: Cast) -> None:
    letter, recall = recalled(cast)
    recalling.stop(letter=letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    states = queries.recall_requests_of(recall).values_list("state", flat=True)
    assert set(states) == {RecallAnswer.STOPPED} and theirs(cast).state == RecallAnswer.STOPPED
    assert policies.may_register_arrival(stranger(cast), IncomingLetter.objects.get())
    with pytest.raises(errors.RecallIsAnswered):
        recall_answering.answer(recall=theirs(cast), agreed=True, by=stranger(cast), at=NOON)


def test_a_recall_that_a_receiver_followed_is_not_stopped(cast: Cast) -> None:
    letter, recall = recalled(cast)
    recall_answering.answer(recall=theirs(cast), agreed=True, by=stranger(cast), at=NOON)
    with pytest.raises(errors.ReceiverCancelledIt):
        recalling.stop(letter=letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    assert fresh(letter).status == S.RECALLED and recall.stopped_at is None


def test_what_had_not_left_yet_does_not_leave_after_the_recall(cast: Cast) -> None:
    delivery = sent(cast, inside(cast.stranger.organisation))[0]
    recall = recalling.recall(letter=delivery.letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    assert not queries.recall_requests_of(recall).exists()
    work()
    delivery = Delivery.objects.get(pk=delivery.pk)
    assert delivery.status == DeliveryStatus.FAILED
    assert not IncomingLetter.objects.exists()


def test_a_frozen_letter_is_not_sent_again_and_not_sent_anew(cast: Cast) -> None:
    delivery = sent(cast, to("Sở Tư pháp", SendingChannel.HAND))[0]
    recalling.recall(letter=delivery.letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    with pytest.raises(errors.LetterIsElsewhere):
        sending.send_again(delivery=delivery, by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.LetterIsElsewhere):
        sending.send(letter=fresh(delivery.letter), by=cast.actor("lan"), at=NOON)
