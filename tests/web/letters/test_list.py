"""The list of letters: what one takes part in, by how far it has come."""

from __future__ import annotations

from tests.web.letterdesk import LetterDesk


def test_the_drafter_sees_the_own_draft_and_a_stranger_does_not(desk: LetterDesk) -> None:
    letter = desk.office.draft()

    assert f"/letters/{letter.pk}/" in desk.get("minh", "letters:list").content.decode()
    assert f"/letters/{letter.pk}/" not in desk.get("quan", "letters:list").content.decode()


def test_the_choice_is_said_and_counted(desk: LetterDesk) -> None:
    desk.office.draft()
    page = desk.get("minh", "letters:list", data={"show": "issued"}).content.decode()

    assert "You see 0 letters: issued and in force only." in page
    assert "No letters here" in page


def test_an_unknown_choice_shows_everything(desk: LetterDesk) -> None:
    desk.office.draft()
    page = desk.get("minh", "letters:list", data={"show": "' OR 1=1"}).content.decode()

    assert "You see 1 letter: everything you take part in" in page
