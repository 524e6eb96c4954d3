"""Phrases and models on their page and in the draft."""

from __future__ import annotations

from dispatch.models import LetterModel, OutgoingLetter, Phrase
from tests.web.letterdesk import LetterDesk


def test_a_phrase_is_kept_offered_in_the_editor_and_retired(desk: LetterDesk) -> None:
    desk.post("minh", "letters:aids", key="kg", text="Kính gửi <quý> cơ quan", reach="own")
    phrase = Phrase.objects.get()
    editor = desk.get("minh", "letters:edit", desk.office.draft().pk).content.decode()
    page = desk.get("minh", "letters:aids").content.decode()

    assert 'data-key="kg"' in editor
    assert 'value="Kính gửi &lt;quý&gt; cơ quan"' in editor
    assert "//kg" in page
    desk.post("minh", "letters:retire_phrase", phrase.pk)
    assert "//kg" not in desk.get("minh", "letters:aids").content.decode()


def test_what_cannot_be_kept_is_said_beside_the_form(desk: LetterDesk) -> None:
    response = desk.post("minh", "letters:aids", key="có dấu", text="chữ", reach="own")
    assert response.status_code == 422
    assert "small letters without marks" in response.content.decode()
    assert desk.post("minh", "letters:aids", key="a", text="chữ", reach="office").status_code == 422
    assert not Phrase.objects.exists()


def test_nobody_retires_a_phrase_they_do_not_see(desk: LetterDesk) -> None:
    desk.post("minh", "letters:aids", key="kg", text="chữ", reach="own")
    assert desk.post("hoa", "letters:retire_phrase", Phrase.objects.get().pk).status_code == 404


def test_a_draft_becomes_a_model_and_a_letter_goes_on_from_it(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="theo mẫu này")
    desk.post("minh", "letters:keep_model", letter.pk, title="Mẫu một", reach="own")
    model = LetterModel.objects.get()
    other = desk.office.draft(subject="khác")
    assert "Mẫu một" in desk.get("minh", "letters:edit", other.pk).content.decode()
    desk.post("minh", "letters:begin_from", other.pk, model=model.pk)

    assert desk.office.read(other).subject == "theo mẫu này"
    assert "theo mẫu này" in desk.get("minh", "letters:model", model.pk).content.decode()


def test_a_new_letter_begins_from_a_model_after_the_question_of_secrecy(desk: LetterDesk) -> None:
    desk.post("minh", "letters:keep_model", desk.office.draft(subject="mẫu").pk, title="Mẫu", reach="own")
    model = LetterModel.objects.get()
    asked = desk.get("minh", "letters:new", data={"model": str(model.pk)}).content.decode()
    assert f'name="model" value="{model.pk}"' in asked
    unit = str(desk.office.actors["minh"].post.unit_id)
    sent = {"secrecy": "none", "unit": unit, "kind": "cong_van", "model": str(model.pk)}
    response = desk.post("minh", "letters:new", **sent)
    begun = OutgoingLetter.objects.latest("id")
    assert (response.status_code, response["Location"]) == (307, f"/letters/{begun.pk}/begin-from/")
    desk.browser("minh").post(response["Location"], sent)
    assert desk.office.read(begun).subject == "mẫu"


def test_a_model_that_is_not_there_is_not_found(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    for key in ("", "x", "99999", "9" * 30):
        assert desk.post("minh", "letters:begin_from", letter.pk, model=key).status_code == 404
    assert desk.get("minh", "letters:model", 99999).status_code == 404


def test_a_model_is_retired_by_whoever_keeps_it(desk: LetterDesk) -> None:
    desk.post("minh", "letters:keep_model", desk.office.draft().pk, title="Mẫu", reach="own")
    model = LetterModel.objects.get()
    desk.post("minh", "letters:retire_model", model.pk)
    assert desk.get("minh", "letters:model", model.pk).status_code == 404
