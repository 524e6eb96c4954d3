"""The pages of recalls: the receiver answers, the sender's registry notes what others say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dispatch import queries
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingRecall, RecallRequest
from dispatch.operations import recalling
from organisation.models import Post
from tests import cast as people
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import inside, sent, to, work
from tests.web.desk import BACKEND

REASON = "ban hành nhầm nơi nhận"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = people.assemble()
    letter = sent(cast, inside(cast.stranger.organisation), to("Sở Tư pháp"))[0].letter
    work()
    recalling.recall(letter=letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    return cast


def client(post: Post) -> Client:
    post.person.language = "en"
    post.person.save(update_fields=["language"])
    browser = Client()
    browser.force_login(post.person, backend=BACKEND)
    return browser


def test_the_receiver_sees_the_question_and_refuses_it_only_with_a_reason(cast: Cast) -> None:
    browser, recall = client(cast.stranger), IncomingRecall.objects.get()
    listed = browser.get(reverse("recalls:list")).content.decode()
    assert REASON in listed and recall.letter.reference_code in listed and "1 wait for an answer" in listed
    place = reverse("recalls:answer", args=[recall.pk])
    assert browser.post(place, {"agreed": "no", "reason": ""}).status_code == 422
    assert browser.post(place, {"agreed": "no", "reason": "đã thực hiện xong"}).status_code == 302
    recall.refresh_from_db()
    assert recall.state == RecallAnswer.REFUSED


def test_the_intake_page_says_that_the_sender_recalls_the_letter(cast: Cast) -> None:
    recall = IncomingRecall.objects.get()
    place = reverse("intake:letter", args=[recall.letter_id])
    html = client(cast.stranger).get(place).content.decode()
    assert "The sender recalls this letter." in html and REASON in html
    assert reverse("recalls:answer", args=[recall.pk]) in html
    client(cast.stranger).post(reverse("recalls:answer", args=[recall.pk]), {"agreed": "yes", "reason": ""})
    assert "Cancelled, because its sender recalled it." in client(cast.stranger).get(place).content.decode()


def test_the_receiver_cancels_and_the_sender_reads_it_on_the_letter(cast: Cast) -> None:
    recall = IncomingRecall.objects.get()
    client(cast.stranger).post(reverse("recalls:answer", args=[recall.pk]), {"agreed": "yes", "reason": ""})
    letter = RecallRequest.objects.first().recall.letter  # type: ignore[union-attr]
    html = client(cast.lan).get(reverse("letters:detail", args=[letter.pk])).content.decode()
    assert "cancelled or returned" in html and "Note an answer" in html


def test_the_registry_notes_a_receiver_on_paper(cast: Cast) -> None:
    paper = RecallRequest.objects.get(electronic=False)
    place = reverse("recalls:note", args=[paper.pk])
    assert client(cast.lan).get(place).status_code == 200
    assert client(cast.lan).post(place, {"agreed": "yes", "reason": "gửi lại 01 bản"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == RecallAnswer.AGREED
    assert client(cast.minh).post(place, {"agreed": "yes"}).status_code == 422


def test_a_recall_of_another_office_is_not_found(cast: Cast) -> None:
    recall = IncomingRecall.objects.get()
    assert client(cast.lan).get(reverse("recalls:answer", args=[recall.pk])).status_code == 404
    paper = RecallRequest.objects.get(electronic=False)
    assert client(cast.stranger).get(reverse("recalls:note", args=[paper.pk])).status_code == 404
    assert queries.incoming_recalls_of(cast.snv).count() == 0
