"""The scripts in a real browser, under the strict policy: nothing typed is lost, nothing is done twice."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.sizes import LONG
from tests.ui.screens import SAVED, SENT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestRemovedIn10Warning"
    ),  # raised by pytest-playwright itself
]


@pytest.fixture
def desk(lan_at_work: Page, live_server: LiveServer) -> Page:
    SAVED.clear()
    SENT.clear()
    lan_at_work.goto(f"{live_server.url}/desk/")
    expect(lan_at_work.locator(".editor__text")).to_be_visible()
    return lan_at_work


def test_what_is_typed_is_saved_with_its_version_and_said(desk: Page) -> None:
    desk.get_by_label("Subject").fill("Second")
    expect(desk.locator("[data-autosave-state]")).to_have_text("Saved at 07:10")
    desk.locator(".editor__text").press("Control+End")
    desk.keyboard.type(" and more")
    expect(desk.locator("[data-autosave-state]")).to_have_attribute("data-state", "dirty")
    expect(desk.locator("[data-autosave-state]")).to_have_attribute("data-state", "saved")
    assert [saved["subject"] for saved in SAVED] == ["Second", "Second"]
    assert json.loads(SAVED[1]["body"])["content"][0]["content"][0]["text"] == "One line and more"


def test_what_was_typed_without_connection_is_offered_again(desk: Page, live_server: LiveServer) -> None:
    desk.context.set_offline(True)
    desk.get_by_label("Subject").fill("Typed in the lift")
    expect(desk.locator("[data-autosave-state]")).to_have_attribute("data-state", "offline")
    context = desk.context
    desk.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(f"{live_server.url}/desk/")
    later.get_by_role("button", name="Take it back").click()
    expect(later.get_by_label("Subject")).to_have_value("Typed in the lift")
    expect(later.locator("[data-autosave-state]")).to_have_attribute("data-state", "saved")
    assert SAVED[-1]["subject"] == "Typed in the lift"


@LONG
def test_nothing_is_sent_while_a_found_copy_is_neither_taken_nor_dropped(
    desk: Page, live_server: LiveServer
) -> None:
    copy = '{"fields": {"subject": "Typed in the lift"}, "version": "1", "kept": 1}'
    desk.evaluate("(copy) => localStorage.setItem('vt:/autosave/', copy)", copy)
    desk.goto(f"{live_server.url}/desk/")
    desk.locator("#draft .btn-primary").click()
    expect(desk.get_by_role("button", name="Take it back")).to_be_focused()
    assert SENT == []
    desk.get_by_role("button", name="Take it back").click()
    desk.locator("#draft .btn-primary").click()
    expect(desk.locator("body")).to_have_text("sent")
    assert SENT == ["Typed in the lift"]


@LONG
def test_coming_back_to_a_form_finds_it_at_work(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/who/")
    desk.go_back()
    expect(desk.locator(".editor__text")).to_be_visible()
    desk.get_by_label("Subject").fill("After coming back")
    expect(desk.locator("[data-autosave-state]")).to_have_attribute("data-state", "saved")
    assert SAVED[-1]["subject"] == "After coming back"


def test_a_version_of_somebody_else_is_said_and_the_text_stays(desk: Page) -> None:
    SAVED.append({})
    desk.get_by_label("Subject").fill("Mine")
    expect(desk.locator("[data-autosave-state]")).to_have_text("Number 1 is already taken.")
    expect(desk.get_by_label("Subject")).to_have_value("Mine")
    assert desk.evaluate("JSON.parse(localStorage.getItem('vt:/autosave/')).fields.subject") == "Mine"


def test_a_form_is_sent_once_however_often_it_is_pressed(desk: Page) -> None:
    desk.evaluate("() => { const b = document.querySelector('#draft .btn-primary'); b.click(); b.click(); }")
    expect(desk.locator("body")).to_have_text("sent")
    assert SENT == ["First"]


def test_a_grave_act_asks_first_and_goes_only_on_yes(desk: Page) -> None:
    desk.get_by_role("button", name="Void it").click()
    question = desk.get_by_role("dialog")
    expect(question).to_contain_text("Void number 7?")
    question.get_by_role("button", name="No, go back").click()
    expect(question).to_be_hidden()
    desk.get_by_role("button", name="Void it").click()
    question.get_by_role("button", name="Void it").click()
    expect(desk.get_by_role("heading", name="This was not done")).to_be_visible()


def test_a_refused_button_says_why_and_does_nothing(desk: Page) -> None:
    button = desk.get_by_role("button", name="Give the number. Number 7 is already taken.")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.hover()
    expect(desk.locator(".act__why")).to_be_visible()
    desk.locator("h1").click()
    desk.keyboard.press("g")
    expect(desk).to_have_title("Desk – Văn Thư")


def test_a_refusal_through_htmx_is_read_at_the_top(desk: Page) -> None:
    desk.get_by_role("button", name="Ask quietly").click()
    expect(desk.locator("#flash")).to_contain_text("Number 1244 is already taken.")


def test_rows_are_walked_and_opened_by_keys(desk: Page) -> None:
    desk.locator("h1").click()
    desk.keyboard.press("j")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-row][aria-current]")).to_contain_text("Letter 2")
    desk.keyboard.press("k")
    expect(desk.locator("[data-row][aria-current]")).to_contain_text("Letter 1")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Send it")
    desk.keyboard.press("Escape")
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox")).to_be_focused()


def test_a_key_brings_the_button_of_a_form_to_hand_and_only_enter_presses_it(desk: Page) -> None:
    desk.locator("h1").click()
    desk.keyboard.press("s")
    expect(desk.get_by_role("button", name="Send it")).to_be_focused()


def test_keys_typed_into_a_field_are_text(desk: Page) -> None:
    desk.get_by_label("Subject").fill("")
    desk.get_by_label("Subject").press_sequentially("j/s?")
    expect(desk.get_by_label("Subject")).to_have_value("j/s?")
    assert SENT == []


def test_a_pdf_is_shown_page_by_page_and_says_what_was_seen(desk: Page) -> None:
    viewer = desk.locator("[data-pdf-viewer]")
    viewer.scroll_into_view_if_needed()
    expect(viewer.locator("canvas").first).to_be_attached()
    for seen, page in enumerate(viewer.locator(".viewer__page").all(), start=1):
        page.evaluate("page => page.scrollIntoView({ block: 'center' })")
        expect(viewer).to_have_attribute("data-pages-seen", str(seen))  # scrolled past unseen is not seen
    expect(viewer).to_have_attribute("data-pages", "2")


def test_points_of_a_list_follow_the_vietnamese_alphabet(desk: Page) -> None:
    desk.locator(".editor__text").click()
    desk.get_by_role("button", name="Lettered list").click()
    body = json.loads(desk.locator("textarea[data-editor]").evaluate("area => area.value"))
    assert body["content"][0]["type"] == "ordered_list"
    assert body["content"][0]["attrs"] == {"order": 1, "style": "alpha"}
    style = desk.locator(".editor__text ol").evaluate("list => getComputedStyle(list).listStyleType")
    assert style == "vt-alphabet"


def test_a_form_shows_the_fields_that_fit_what_is_chosen(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/ways/")
    expect(desk.get_by_label("Address")).to_be_visible()
    expect(desk.get_by_label("Email")).to_be_hidden()
    desk.get_by_label("Channel").select_option("mail")
    expect(desk.get_by_label("Email")).to_be_visible()
    expect(desk.get_by_label("Address")).to_be_hidden()
    wrong = (
        "[...document.querySelector('[name=channel]').form.elements].filter((one) => !one.checkValidity())"
    )
    assert desk.evaluate(f"{wrong}.map((one) => one.name)") == ["email"]  # what is hidden hinders nobody
    desk.goto(f"{live_server.url}/desk/")
    desk.go_back()
    chosen = {"mail": "Email", "post": "Address"}[desk.get_by_label("Channel").input_value()]
    expect(desk.get_by_label(chosen)).to_be_visible()


def test_nothing_serious_hinders_access(desk: Page) -> None:
    found = Axe().run(desk, options={"preload": False}).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_never_wider_than_its_window(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_reading_works_without_scripts(as_lan: Client) -> None:
    text = as_lan.get("/desk/").content.decode()
    assert '<a href="/paper.pdf">Open the file</a>' in text
    assert '<a class="letter-row__title" href="/letters/1/"' in text
