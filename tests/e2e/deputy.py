"""A letter goes through the hands of everybody who checks it, and the deputy signs it for the head on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import work
from tests.e2e.desk import Desk, Reception
from tests.e2e.work import Letter

ASKED = "Phòng Văn thư, lưu trữ"
REMARK = "Đề nghị ghi rõ đầu mối tiếp nhận hồ sơ."
REASON = "Bỏ chữ “V/v” trong trích yếu."
FOR_THE_HEAD = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Đỗ Hoàng Yến")


def signed_for_the_head(reception: Reception, subject: str) -> Letter:
    """Tell the story; the letter then waits for the registry."""
    letter = Letter(subject)
    with reception.desk("minh") as minh:
        _asks(minh, letter)
    with reception.desk("thu") as thu:
        _says(thu, letter)
    with reception.desk("minh") as minh:
        _takes_over(minh, letter)
    with reception.desk("hoa") as hoa:
        _reads_the_opinion(hoa, letter)
    with reception.desk("dung") as dung:
        _finds_a_fault(dung, letter)
    with reception.desk("minh") as minh:
        _puts_right(minh, letter)
    with reception.desk("hoa") as hoa:
        work.check_content(hoa, letter.subject)
    with reception.desk("dung") as dung:
        _finds_nothing_more(dung, letter)
    with reception.desk("yen", phone=True) as yen:
        _signs(yen, letter)
    return letter


def _asks(minh: Desk, letter: Letter) -> None:
    """1. Minh drafts for the deputy's signature and asks another unit, through its head."""
    letter.key = work.begin(minh)
    work.write(minh, f"V/v {letter.subject}", signer=FOR_THE_HEAD[-1])
    minh.page.locator("button[value=stay]").click()
    expect(minh.said).to_contain_text("Đã lưu bản")
    minh.go(f"/letters/{letter.key}/")
    minh.press("Xin ý kiến")
    minh.look()
    minh.page.locator(".ask__row").filter(has_text=ASKED).get_by_role("checkbox").check()
    minh.press("Xin ý kiến")
    expect(minh.page.locator("#opinions")).to_contain_text("Hoàng Thị Thu")


def _says(thu: Desk, letter: Letter) -> None:
    """2. Thu agrees with a remark."""
    work.row(thu, letter.subject).get_by_role("link", name="Cho ý kiến").click()
    thu.look()
    thu.picture("opinion")
    thu.page.get_by_label("đồng ý, có góp ý").check()
    thu.page.locator("#id_text").fill(REMARK)
    thu.press("Gửi ý kiến")
    expect(thu.said).to_contain_text("Ý kiến")


def _takes_over(minh: Desk, letter: Letter) -> None:
    """3. Minh says what became of the remark and submits."""
    work.row(minh, letter.subject)
    minh.go(f"/letters/{letter.key}/")
    minh.press("Ghi kết quả tiếp thu")
    minh.look()
    minh.page.get_by_label("tiếp thu", exact=True).check()
    minh.press("Lưu")
    expect(minh.page.locator("#opinions")).to_contain_text("tiếp thu")
    minh.press("Trình")
    expect(minh.said).to_contain_text("Đã trình")


def _reads_the_opinion(hoa: Desk, letter: Letter) -> None:
    """4. Hòa, head of the unit, reads the opinion beside the draft and passes the content."""
    work.open_letter(hoa, letter.subject)
    expect(hoa.page.locator("#opinions")).to_contain_text(REMARK)
    hoa.look("with opinions")
    hoa.picture("unit-head")
    hoa.press("Duyệt nội dung")
    expect(hoa.said).to_contain_text("Đã duyệt nội dung")


def _finds_a_fault(dung: Desk, letter: Letter) -> None:
    """5. Dũng, chief of office, sees first what breaks the rules, with the article, and sends the letter back."""
    work.open_letter(dung, letter.subject)
    finding = dung.page.locator("#findings [data-severity=must]")
    expect(finding).to_contain_text("V/v")
    expect(finding).to_contain_text("30/2020/NĐ-CP")
    dung.look("with findings")
    dung.picture("chief-of-office")
    dung.press("Trả lại")
    dung.page.locator("dialog[open] textarea").fill(REASON)
    dung.page.locator("dialog[open] button.btn-primary").click()
    expect(dung.said).to_contain_text(letter.subject)


def _puts_right(minh: Desk, letter: Letter) -> None:
    """6. Minh reads the reason, takes the words out and submits again."""
    work.row(minh, letter.subject).locator("[data-row-next] a").click()
    expect(minh.page.locator("#draft-form")).to_contain_text(REASON)
    minh.page.get_by_label("Trích yếu").fill(letter.subject)
    work.kept(minh.page)
    work.submit(minh)


def _finds_nothing_more(dung: Desk, letter: Letter) -> None:
    """7. Nothing is found any more; the format passes without a word."""
    work.open_letter(dung, letter.subject)
    expect(dung.page.locator("#findings")).to_contain_text("Không phát hiện lỗi")
    dung.press("Thể thức đạt")
    expect(dung.said).to_contain_text("Thể thức đạt")


def _signs(yen: Desk, letter: Letter) -> None:
    """8. Yến reads on her phone the very page, which says that she signs for the head, and signs it."""
    work.row(yen, letter.subject).get_by_role("link", name="Đọc và ký").tap()
    work.seen(yen.page)
    address = yen.page.locator("[data-pdf-viewer]").get_attribute("data-pdf-viewer")
    assert address is not None
    page = work.text_of(yen.page.request.get(address).body())
    assert [line for line in FOR_THE_HEAD if line not in page] == []
    yen.act("Duyệt và ký").tap()
    yen.page.locator("[name=pin]").fill(work.PIN)
    yen.act("Duyệt và ký").tap()
    work.signed(yen, "Đã ký")
    yen.go(f"/letters/{letter.key}/")
    expect(yen.page.locator("#signatures [data-verdict=valid]").first).to_contain_text(FOR_THE_HEAD[-1])
    yen.look("signed for the head")
    yen.picture("deputy")
