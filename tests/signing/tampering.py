"""Ways to falsify a signed letter. Each takes the good file and gives a bad one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Tampering = Callable[[bytes], bytes]
RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")


def holes(pdf: bytes) -> list[tuple[int, int, int]]:
    """Start and stop of each hole and the end of its second range."""
    found = [tuple(int(x) for x in match.groups()) for match in RANGE.finditer(pdf)]
    return sorted((b, c, c + d) for _, b, c, d in found)


def edited(change: Callable[[IncrementalPdfFileWriter], None]) -> Tampering:
    """A tampering that appends a revision, as an editor would."""

    def tamper(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return tamper


def field_of(writer: IncrementalPdfFileWriter, wanted: str) -> generic.DictionaryObject:
    return next(f.get_object() for f in writer.root["/AcroForm"]["/Fields"] if f.get_object()["/T"] == wanted)


def page_of(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.find_page_for_modification(0)[0].get_object()


def content_byte(pdf: bytes) -> bytes:
    place = pdf.index(b"stream") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def with_cms(pdf: bytes, number: int, der: bytes) -> bytes:
    start, stop, _ = holes(pdf)[number]
    return pdf[: start + 1] + der.hex().encode().ljust(stop - start - 2, b"0") + pdf[stop - 1 :]


def cms_of(pdf: bytes, number: int) -> cms.ContentInfo:
    start, stop, _ = holes(pdf)[number]
    return cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : stop - 1].decode()))


def signature_value(pdf: bytes) -> bytes:
    content = cms_of(pdf, 0)
    value = content["content"]["signer_infos"][0]["signature"].native
    return pdf.replace(value.hex().encode(), (bytes([value[0] ^ 1]) + value[1:]).hex().encode())


def swapped_stamp(pdf: bytes) -> bytes:
    """The seal's own timestamp exchanged for the leader's, of the same length."""

    def token(number: int) -> bytes:
        for attribute in cms_of(pdf, number)["content"]["signer_infos"][0]["unsigned_attrs"]:
            return attribute["values"][0].dump()
        raise AssertionError

    ours, theirs = token(1).hex().encode(), token(0).hex().encode()
    assert ours != theirs
    if len(ours) != len(theirs):
        from asn1crypto import parser
        from pyhanko.sign.general import simple_cms_attribute

        from signing.engine.augmenting import SIGNER_DEPTH, _appended

        bare = cms_of(pdf, 1)
        bare["content"]["signer_infos"][0]["unsigned_attrs"] = None
        stamp = cms.CMSAttributes(
            [
                simple_cms_attribute(
                    "signature_time_stamp_token", cms.ContentInfo.load(bytes.fromhex(theirs.decode()))
                )
            ]
        )
        der = _appended(bare.dump(), SIGNER_DEPTH, parser.emit(2, 1, 1, stamp.contents))
        return with_cms(pdf, 1, der)
    return pdf.replace(ours, theirs)


def padding_junk(pdf: bytes) -> bytes:
    _, stop, _ = holes(pdf)[0]
    return pdf[: stop - 9] + b"deadbeef" + pdf[stop - 1 :]


def range_changed(pdf: bytes, number: int, change: Callable[[list[int]], list[int]]) -> bytes:
    match = sorted(RANGE.finditer(pdf), key=lambda m: int(m.group(2)))[number]
    new = (
        b"/ByteRange [" + b" ".join(str(n).encode() for n in change([int(g) for g in match.groups()])) + b"]"
    )
    old = match.group(0)
    after = pdf[match.end() :]
    room = len(old) - len(new)
    if room < 0:
        blanks = len(after) - len(after.lstrip(b" "))
        assert blanks >= -room
        after = after[-room:]
    return pdf[: match.start()] + new + b" " * max(0, room) + after


def append_content(w: IncrementalPdfFileWriter) -> None:
    page = page_of(w)
    text = generic.StreamObject(stream_data=b"q 1 0 0 rg 100 100 200 200 re f Q")
    old = page.raw_get("/Contents")
    page[name("/Contents")] = generic.ArrayObject([old, w.add_object(text)])
    w.update_container(page)


def annotate(subtype: str) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(w: IncrementalPdfFileWriter) -> None:
        page = page_of(w)
        note = generic.DictionaryObject(
            {
                name("/Type"): name("/Annot"),
                name("/Subtype"): name(subtype),
                name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 300))),
                name("/Contents"): generic.pdf_string("giả"),
            }
        )
        page["/Annots"].append(w.add_object(note))
        w.update_container(page["/Annots"])
        w.update_container(page)

    return change


def change_number(w: IncrementalPdfFileWriter) -> None:
    from signing.engine.preparing import fill

    fill(w, {"Number": "999"})


def blank_number(w: IncrementalPdfFileWriter) -> None:
    field = field_of(w, "Number")
    form = generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 1, 1))),
        },
        stream_data=b"",
    )
    field[name("/AP")] = generic.DictionaryObject({name("/N"): w.add_object(form)})
    w.update_container(field)


def extra_field(w: IncrementalPdfFileWriter) -> None:
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(w, SigFieldSpec("Extra", box=(10, 10, 60, 60)))


def remove_seal(w: IncrementalPdfFileWriter) -> None:
    fields = w.root["/AcroForm"]["/Fields"]
    for place, reference in enumerate(list(fields)):
        if reference.get_object()["/T"] == "Seal":
            del fields[place]
    w.update_container(fields)
    w.update_container(w.root["/AcroForm"])


def add_script(w: IncrementalPdfFileWriter) -> None:
    script = {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
    w.root[name("/OpenAction")] = generic.DictionaryObject(script)
    w.update_root()


def root_entry(key: str, value: object) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(w: IncrementalPdfFileWriter) -> None:
        w.root[name(key)] = value
        w.update_root()

    return change


def new_pages(w: IncrementalPdfFileWriter) -> None:
    page = generic.DictionaryObject(
        {
            name("/Type"): name("/Page"),
            name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        }
    )
    pages = generic.DictionaryObject(
        {
            name("/Type"): name("/Pages"),
            name("/Count"): generic.NumberObject(1),
            name("/Kids"): generic.ArrayObject([w.add_object(page)]),
        }
    )
    w.root[name("/Pages")] = w.add_object(pages)
    w.update_root()


def page_entry(key: str, value: Callable[[], object]) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(w: IncrementalPdfFileWriter) -> None:
        page = page_of(w)
        page[name(key)] = value()
        w.update_container(page)

    return change


def drop(key: str) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(w: IncrementalPdfFileWriter) -> None:
        del w.root[key]
        w.update_root()

    return change


def need_appearances(w: IncrementalPdfFileWriter) -> None:
    w.root["/AcroForm"][name("/NeedAppearances")] = generic.BooleanObject(True)
    w.update_container(w.root["/AcroForm"])


def swap_picture(w: IncrementalPdfFileWriter) -> None:
    field = field_of(w, "Leader")
    field[name("/AP")] = field_of(w, "Seal").raw_get("/AP")
    w.update_container(field)


def attach(w: IncrementalPdfFileWriter) -> None:
    w.root[name("/AF")] = generic.ArrayObject([])
    w.root[name("/Names")] = generic.DictionaryObject({name("/EmbeddedFiles"): generic.DictionaryObject()})
    w.update_root()


def new_title(w: IncrementalPdfFileWriter) -> None:
    w.set_info(generic.DictionaryObject({name("/Title"): generic.pdf_string("Khác")}))


def redefine_signature(w: IncrementalPdfFileWriter) -> None:
    value = field_of(w, "Leader")["/V"]
    value[name("/Reason")] = generic.pdf_string("giả")
    w.update_container(value)


def copy_signature(w: IncrementalPdfFileWriter) -> None:
    field = field_of(w, "Leader")
    field[name("/V")] = field_of(w, "Seal").raw_get("/V")
    w.update_container(field)


def swap_fonts(w: IncrementalPdfFileWriter) -> None:
    page = page_of(w)
    fonts = page["/Resources"]["/Font"]
    for key in fonts:
        fonts[key] = generic.DictionaryObject(
            {
                name("/Type"): name("/Font"),
                name("/Subtype"): name("/Type1"),
                name("/BaseFont"): name("/Symbol"),
            }
        )
    w.update_container(fonts)
    w.update_container(page)


def loose_objects(pdf: bytes) -> bytes:
    return pdf + b"\n3 0 obj\n<< /Type /Page >>\nendobj\n"


def older_root(pdf: bytes) -> bytes:
    """Point the reader back to the revision before the seal."""
    first = int(re.findall(rb"startxref\s+(\d+)", pdf)[0])
    return pdf + b"\nstartxref\n%d\n%%%%EOF\n" % first


def shadow_free(pdf: bytes) -> bytes:
    """Free the object of the first annotation in a hand-made revision."""
    last = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    at = len(pdf) + 1
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    table = b"xref\n0 1\n0000000009 65535 f \n9 1\n0000000000 00001 f \n"
    trailer = b"trailer\n<< /Size 200 /Root %s /Prev %d >>\n" % (root, last)
    return pdf + b"\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % at


TAMPERINGS: dict[str, Tampering] = {
    "content byte flipped": content_byte,
    "signature value flipped": signature_value,
    "timestamp of another signature": swapped_stamp,
    "junk in the padding": padding_junk,
    "content appended": edited(append_content),
    "free text added": edited(annotate("/FreeText")),
    "stamp added": edited(annotate("/Stamp")),
    "number changed": edited(change_number),
    "number hidden": edited(blank_number),
    "empty field added": edited(extra_field),
    "seal field removed": edited(remove_seal),
    "script added": edited(add_script),
    "pages replaced": edited(new_pages),
    "page rotated": edited(page_entry("/Rotate", lambda: generic.NumberObject(180))),
    "page cropped": edited(
        page_entry("/CropBox", lambda: generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))))
    ),
    "fonts swapped": edited(swap_fonts),
    "layers added": edited(root_entry("/OCProperties", generic.DictionaryObject())),
    "permissions dropped": edited(drop("/Perms")),
    "appearances to be remade": edited(need_appearances),
    "signature picture swapped": edited(swap_picture),
    "attachment added": edited(attach),
    "title changed": edited(new_title),
    "signature redefined": edited(redefine_signature),
    "signature copied": edited(copy_signature),
    "garbage behind": lambda pdf: pdf + b"garbage",
    "objects without a table": loose_objects,
    "older root shown": older_root,
    "object freed": shadow_free,
    "bytes in front": lambda pdf: b"%!PS\n" + pdf,
    "range does not begin at 0": lambda pdf: range_changed(pdf, 0, lambda r: [1, r[1] - 1, r[2], r[3]]),
    "hole too wide": lambda pdf: range_changed(pdf, 0, lambda r: [0, r[1] - 10, r[2], r[3]]),
    "second range too short": lambda pdf: range_changed(pdf, 1, lambda r: [0, r[1], r[2], r[3] - 5]),
    "second range too long": lambda pdf: range_changed(pdf, 2, lambda r: [0, r[1], r[2], r[3] + 100]),
    "second range moved": lambda pdf: range_changed(pdf, 1, lambda r: [0, r[1], r[2] + 2, r[3] - 2]),
    "range of two numbers": lambda pdf: range_changed(pdf, 0, lambda r: [0, r[1]]),
    "cut off": lambda pdf: pdf[: len(pdf) * 2 // 3],
    "hole not hexadecimal": lambda pdf: pdf[: holes(pdf)[0][0] + 5] + b"zz" + pdf[holes(pdf)[0][0] + 7 :],
    "signatures blanked": lambda pdf: with_cms(pdf, 0, b""),
    "signature of the seal in the leader's place": lambda pdf: with_cms(pdf, 0, cms_of(pdf, 1).dump()),
}
