"""The text of a Word file becomes a body, what stays behind is named, and files made to do harm are refused."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image

from dispatch import errors, queries
from dispatch.body.differences import lines_of_body
from dispatch.body.schema import check_body
from dispatch.importing import opening
from dispatch.importing.losses import Loss
from dispatch.operations import drafting, importing
from files import errors as file_errors
from tests.cast import Cast
from tests.dispatch.importing.making import body, package, with_main, written
from tests.factories.dispatch import NOON, draft, fresh, letter_at
from tests.sizes import LONG


def read(content: bytes) -> opening.Imported:
    found = opening.read(content, name="tệp.docx")
    check_body(found.body)
    return found


def lines(content: bytes) -> list[str]:
    return [line.text for line in lines_of_body(read(content).body)]


def lost(content: bytes) -> dict[Loss, int]:
    return dict(read(content).losses)


def paragraph(inner: str) -> bytes:
    return package(body(f"<w:p>{inner}</w:p>"))


# ---------------------------------------------------------------- what is taken over


def test_words_keep_their_marks_and_paragraphs_their_alignment() -> None:
    def write(document: Any) -> None:
        made = document.add_paragraph("Đề nghị ")
        made.add_run("khẩn trương").bold = True
        made.add_run(" rà soát").italic = True
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER

    assert read(written(write)).body["content"] == [
        {
            "type": "paragraph",
            "attrs": {"align": "center"},
            "content": [
                {"type": "text", "text": "Đề nghị "},
                {"type": "text", "text": "khẩn trương", "marks": [{"type": "strong"}]},
                {"type": "text", "text": " rà soát", "marks": [{"type": "em"}]},
            ],
        }
    ]


def test_articles_typed_in_order_become_articles_that_the_page_counts() -> None:
    content = written(
        lambda d: [d.add_paragraph(t) for t in ("Điều 1. Ban hành.", "Nội dung.", "Điều 2. Hiệu lực.")]
    )
    blocks = read(content).body["content"]
    assert [block["type"] for block in blocks] == ["article", "paragraph", "article"]
    assert lines(content) == ["Điều 1. Ban hành.", "Nội dung.", "Điều 2. Hiệu lực."]


def test_cited_articles_out_of_order_stay_words() -> None:
    content = written(lambda d: [d.add_paragraph(t) for t in ("Điều 5. Trích.", "Điều 9. Trích.")])
    assert {block["type"] for block in read(content).body["content"]} == {"paragraph"}


def test_headings_become_headings() -> None:
    content = written(
        lambda d: [d.add_heading("Phần một", 1), d.add_heading("Mục một", 2), d.add_paragraph("Chữ.")]
    )
    blocks = read(content).body["content"]
    assert [(b["type"], (b.get("attrs") or {}).get("level")) for b in blocks[:2]] == [
        ("heading", 1),
        ("heading", 2),
    ]


def test_lists_keep_their_kind_and_depth() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Một", style="List Number")
        document.add_paragraph("Hai", style="List Number")
        document.add_paragraph("Gạch", style="List Bullet")

    content = written(write)
    assert [block["type"] for block in read(content).body["content"]] == ["ordered_list", "bullet_list"]
    assert lines(content) == ["1. Một", "2. Hai", "- Gạch"]


def test_a_list_goes_on_counting_behind_other_text() -> None:
    content = written(
        lambda d: [
            d.add_paragraph("Một", style="List Number"),
            d.add_paragraph("Chen"),
            d.add_paragraph("Hai", style="List Number"),
        ]  # fmt: skip
    )
    assert lines(content) == ["1. Một", "Chen", "2. Hai"]


def test_tables_keep_rows_and_merged_cells() -> None:
    def write(document: Any) -> None:
        table = document.add_table(rows=2, cols=3)
        for row in table.rows:
            for cell in row.cells:
                cell.text = "ô"
        table.cell(0, 0).merge(table.cell(0, 1)).text = "rộng"
        table.cell(0, 2).merge(table.cell(1, 2)).text = "cao"

    (table,) = read(written(write)).body["content"]
    first = table["content"][0]["content"]
    assert [cell["attrs"] for cell in first] == [{"colspan": 2, "rowspan": 1}, {"colspan": 1, "rowspan": 2}]
    assert len(table["content"][1]["content"]) == 2


# ---------------------------------------------------------------- what stays behind is named


def test_a_plain_text_loses_nothing() -> None:
    assert lost(written(lambda d: d.add_paragraph("Chỉ có chữ."))) == {}


def test_a_picture_is_named_and_not_taken() -> None:
    png = io.BytesIO()
    Image.new("RGB", (8, 8)).save(png, "PNG")

    def write(document: Any) -> None:
        document.add_paragraph("Chữ.")
        document.add_picture(io.BytesIO(png.getvalue()))

    assert lost(written(write)) == {Loss.IMAGES: 1}


@pytest.mark.parametrize(
    ("inner", "loss", "text"),
    [
        ('<w:ins w:id="1"><w:r><w:t>thêm</w:t></w:r></w:ins>', Loss.INSERTED, ["thêm"]),
        (
            '<w:r><w:t>còn</w:t></w:r><w:del w:id="1"><w:r><w:delText>bỏ</w:delText></w:r></w:del>',
            Loss.DELETED,
            ["còn"],
        ),
        ('<w:r><w:t>chữ</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>', Loss.COMMENTS, ["chữ"]),
        ('<w:r><w:t>chữ</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>', Loss.FOOTNOTES, ["chữ"]),
        ("<w:r><w:t>chữ</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>", Loss.HIDDEN, ["chữ"]),
        ('<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>đỏ</w:t></w:r>', Loss.LOOK, ["đỏ"]),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", Loss.TABS, ["a b"]),
        ('<w:hyperlink w:anchor="x"><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>', Loss.LINKS, ["liên kết"]),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>hôm nay</w:t></w:r></w:fldSimple>', Loss.FIELDS, ["hôm nay"]),
        ('<w:r><w:t>trước</w:t><w:br w:type="page"/><w:t>sau</w:t></w:r>', Loss.LAYOUT, ["trướcsau"]),
        ("<w:r><w:t>chữ</w:t></w:r><w:r><w:pict><w:txbxContent/></w:pict></w:r>", Loss.TEXT_BOXES, ["chữ"]),
        (
            '<w:r><w:t>chữ</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>',
            Loss.SYMBOLS,
            ["chữ"],
        ),
        ("<w:r><w:t>chữ</w:t></w:r><w:r><w:object/></w:r>", Loss.OBJECTS, ["chữ"]),
    ],
)
def test_each_thing_left_behind_is_counted(inner: str, loss: Loss, text: list[str]) -> None:
    content = paragraph(inner)
    assert lost(content).get(loss) == 1
    assert lines(content) == text


def test_headers_unknown_styles_and_landscape_are_named() -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Đầu trang"
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
        document.styles.add_style("Kiểu riêng", 1)
        document.add_paragraph("Chữ.", style="Kiểu riêng")

    found = read(written(write))
    assert dict(found.losses) == {Loss.HEADERS: 1, Loss.LAYOUT: 1, Loss.STYLES: 1}
    assert found.styles == ("Kiểu riêng",)


def test_a_table_in_a_table_keeps_its_words() -> None:
    def write(document: Any) -> None:
        outer = document.add_table(rows=1, cols=1).cell(0, 0)
        outer.add_table(rows=1, cols=1).cell(0, 0).text = "trong cùng"

    content = written(write)
    assert lost(content) == {Loss.NESTED_TABLES: 1}
    assert "trong cùng" in lines(content)[0]


def test_a_reference_to_elsewhere_is_never_fetched() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Chữ.")
        document.part.rels.get_or_add_ext_rel(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            "http://192.0.2.1/mau.dotm",
        )

    began = time.monotonic()
    assert lost(written(write)) == {Loss.EXTERNAL: 1}
    assert time.monotonic() - began < 10


# ---------------------------------------------------------------- what is refused


def take_in(cast: Cast, content: bytes, name: str = "công văn.docx") -> opening.Imported:
    letter = draft(cast)
    return importing.read_file(letter=letter, content=content, name=name, by=cast.actor("minh"), at=NOON)


def test_a_file_with_programs_is_refused(cast: Cast) -> None:
    macro = with_main(
        written(lambda d: d.add_paragraph("Chữ.")), lambda x: x, {"word/vbaProject.bin": b"\xd0\xcf"}
    )
    for name in ("vb.docx", "vb.docm"):
        with pytest.raises(file_errors.ActiveContent):
            take_in(cast, macro, name)


def test_a_main_part_of_a_macro_document_is_refused_even_without_its_programs(cast: Cast) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written(lambda d: d.add_paragraph("Chữ.")))) as given,
        zipfile.ZipFile(out, "w") as made,
    ):
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            made.writestr(entry, data)
    with pytest.raises(errors.ImportIsBroken):
        take_in(cast, out.getvalue(), "vb.docm")


def test_a_bomb_of_text_is_refused_before_it_is_unpacked(cast: Cast) -> None:
    bomb = package(body("<w:p><w:r><w:t>" + "a" * 60_000_000 + "</w:t></w:r></w:p>"))
    assert len(bomb) < 200_000
    with pytest.raises(errors.ImportIsTooHard):
        take_in(cast, bomb)


@LONG
def test_a_bomb_of_nodes_ends_in_a_refusal_and_the_next_file_is_read(cast: Cast) -> None:
    deep = "<w:smartTag>" * 200_000 + "</w:smartTag>" * 200_000
    many = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 60_000
    for inner in (f"<w:p>{deep}</w:p>", many):
        with pytest.raises((errors.ImportRefused, errors.BodyIsTooLarge)):
            take_in(cast, package(body(inner)))
    assert take_in(cast, written(lambda d: d.add_paragraph("Chữ."))).losses == ()


def test_declared_entities_are_refused(cast: Cast) -> None:
    secret = Path("/etc/hostname").as_uri()
    evil = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret}">]>'
        + body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>").split("?>", 1)[1]
    )
    for text in (evil, evil.replace("SYSTEM", "PUBLIC 'a'")):
        with pytest.raises(errors.ImportIsBroken):
            take_in(cast, package(text))
    wide = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(evil))) as given, zipfile.ZipFile(wide, "w") as made:
        for entry in given.infolist():
            data = given.read(entry)
            made.writestr(
                entry, data.decode().encode("utf-16") if entry.filename == "word/document.xml" else data
            )
    with pytest.raises(errors.ImportIsBroken):
        take_in(cast, wide.getvalue())


def test_a_file_larger_than_the_office_accepts_is_refused(cast: Cast, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 50 * 1024 * 1024
    with pytest.raises(file_errors.FileTooLarge):
        take_in(cast, b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024))


@pytest.mark.parametrize(
    "content",
    [
        package("<w:document"),
        package("<a/>"),
        package(body("").replace("w:body", "w:nothing")),
        written(lambda d: d.add_paragraph("Chữ."))[:-200],
    ],
    ids=["no xml", "another root", "no body", "cut off"],
)
def test_a_broken_file_is_refused_in_one_sentence(cast: Cast, content: bytes) -> None:
    with pytest.raises((errors.ImportIsBroken, file_errors.BrokenFile)) as refused:
        take_in(cast, content)
    assert "công văn.docx" in str(refused.value)


def test_a_file_locked_with_a_password_or_of_old_word_is_refused(cast: Cast) -> None:
    with pytest.raises(file_errors.OldOfficeFile):
        take_in(cast, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000)


@pytest.mark.parametrize("name", ["bảng.xlsx", "chữ.txt"])
def test_what_is_no_word_file_is_refused(cast: Cast, name: str) -> None:
    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    content = out.getvalue() if name.endswith("xlsx") else b"Ch\xe1\xbb\xaf."
    with pytest.raises(errors.ImportIsNotWord):
        take_in(cast, content, name)


def test_a_mark_of_secrecy_in_the_file_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.SecretMarkFound):
        take_in(cast, written(lambda d: [d.add_paragraph("TỐI MẬT"), d.add_paragraph("Chữ.")]))


def test_a_file_without_words_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.ImportIsEmpty):
        take_in(cast, written(lambda d: d.add_paragraph("   ")))


def test_only_who_writes_the_draft_has_files_read(cast: Cast) -> None:
    content = written(lambda d: d.add_paragraph("Chữ."))
    with pytest.raises(errors.NotTheDrafter):
        importing.read_file(letter=draft(cast), content=content, name="a.docx", by=cast.actor("hoa"), at=NOON)


# ---------------------------------------------------------------- taking it over


def test_the_text_before_stays_as_a_version(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    kept = queries.autosave_of(letter)
    assert kept is not None
    typed = drafting.autosave(letter=letter, token=kept.token, fields={"subject": "gõ dở"}, by=by, at=NOON)
    found = take_in(cast, written(lambda d: d.add_paragraph("Từ Word.")))
    made = importing.take_body(
        letter=letter, body=found.body, token=typed.token, note="từ tệp", by=by, at=NOON
    )

    assert (made.number, made.note) == (3, "từ tệp")
    assert [line.text for line in lines_of_body(fresh(letter).draft.body)] == ["Từ Word."]
    assert fresh(letter).subject == "gõ dở"
    before = queries.version_of(letter, 2).draft
    assert before.body == queries.version_of(letter, 1).draft.body
    assert before.subject == "gõ dở"


def test_text_typed_elsewhere_meanwhile_is_not_overwritten(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    with pytest.raises(errors.DraftChangedElsewhere):
        importing.take_body(letter=letter, body=letter.draft.body, token=99, note="", by=by, at=NOON)


def test_a_body_the_editor_cannot_have_made_is_refused(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    kept = queries.autosave_of(letter)
    assert kept is not None
    evil = {"type": "doc", "content": [{"type": "script"}]}
    with pytest.raises(errors.BodyIsMalformed):
        importing.take_body(letter=letter, body=evil, token=kept.token, note="", by=by, at=NOON)


def test_a_submitted_letter_takes_no_text(cast: Cast) -> None:
    from dispatch.enums import LetterStatus

    letter = letter_at(cast, LetterStatus.CONTENT_CHECK)
    with pytest.raises(errors.LetterIsElsewhere):
        importing.take_body(
            letter=letter, body=letter.draft.body, token=1, note="", by=cast.actor("minh"), at=NOON
        )


def test_word_numbering_of_another_kind_is_counted_and_named() -> None:
    def write(document: Any) -> None:
        made = document.add_paragraph("La Mã", style="List Number")
        numbering = document.part.numbering_part.element
        number = made.style.element.find(qn("w:pPr")).find(qn("w:numPr")).find(qn("w:numId")).get(qn("w:val"))
        abstract = next(one for one in numbering.findall(qn("w:num")) if one.get(qn("w:numId")) == number)
        key = abstract.find(qn("w:abstractNumId")).get(qn("w:val"))
        level = next(
            one for one in numbering.findall(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == key
        )
        form = level.find(qn("w:lvl")).find(qn("w:numFmt"))
        form.set(qn("w:val"), "upperRoman")

    assert lost(written(write)) == {Loss.NUMBERING: 1}
