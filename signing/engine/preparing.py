"""The "prepare" revision: two signature fields and two text fields, before anybody approves the file."""

import io
from collections.abc import Mapping
from typing import Any, Literal, Protocol

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec

from signing.engine import figures

LEADER, SEAL, NUMBER, DAY = "Leader", "Seal", "Number", "Day"
SECOND, PARTNER = "Second", "Partner"
SIGNATURE_FIELDS = {LEADER: "leader", SEAL: "seal"}
FURTHER_FIELDS = {SECOND: "second", PARTNER: "partner"}
IN_ORDER = (LEADER, SECOND, SEAL, PARTNER)
TEXT_FIELDS = {NUMBER: "number", DAY: "day"}
BASELINE = "/VTHU_Baseline"


class Place(Protocol):
    """A reserved rectangle of the page, as the rendering gives it."""

    @property
    def page(self) -> int:
        """The page, from 0."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in points."""

    @property
    def size(self) -> float:
        """The size of text, 0 where it does not matter."""

    @property
    def italic(self) -> bool:
        """Whether text stands slanted."""

    @property
    def align(self) -> Literal["left", "right", "center"]:
        """How text stands in the box."""

    @property
    def baseline(self) -> float:
        """Points from the bottom to the line the text stands on, 0 where it does not matter."""


class PlaceMissing(ValueError):
    """The rendered page lacks one of the places a letter needs."""


def add_fields(pdf: bytes, slots: Mapping[str, Place]) -> bytes:
    """Give the file with fields Leader, Seal, Number and Day in the places `leader`, `seal`, `number`, `day`.

    The seal's field locks everything when it is signed (FieldMDP ALL, DocMDP no changes; design D9). Places
    `number-2`, `day-2` and so on repeat number and day, on an appendix for example. Minutes have no day.
    A place `second` makes the field of a second person, a place `partner` that of a second organisation's seal, which
    is the last then: the first seal leaves this one field open and the partner's locks everything.
    Refuses with PlaceMissing when another place was not rendered.
    """
    missing = [slot for slot in (*SIGNATURE_FIELDS.values(), TEXT_FIELDS[NUMBER]) if slot not in slots]
    if missing:
        raise PlaceMissing(", ".join(missing))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for field, slot in (SIGNATURE_FIELDS | FURTHER_FIELDS).items():
        if slot in slots:
            spec = _signature_field(field, slots[slot], sealed_again=FURTHER_FIELDS[PARTNER] in slots)
            fields.append_signature_field(writer, spec)
    texts = _text_places(slots)
    fonts = {
        italic: figures.embed(writer, italic)
        for italic in sorted({bool(place.italic) for place in texts.values()})
    }
    for field, place in texts.items():
        _add_text_field(writer, field, place, fonts)
    resources = {name(figures.face(italic).resource): ref for italic, ref in fonts.items()}
    form = writer.root["/AcroForm"]
    form[name("/DR")] = generic.DictionaryObject({name("/Font"): generic.DictionaryObject(resources)})
    writer.update_container(form)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add_hands(pdf: bytes, slots: Mapping[str, Place]) -> bytes:
    """Give the file with the fields of two people who sign one behind the other, in the places `leader` and `second`.

    For records between two people, which bear no number and no seal: the second one's signature locks everything.
    Refuses with PlaceMissing when a place was not rendered.
    """
    both = {LEADER: SIGNATURE_FIELDS[LEADER], SECOND: FURTHER_FIELDS[SECOND]}
    missing = [slot for slot in both.values() if slot not in slots]
    if missing:
        raise PlaceMissing(", ".join(missing))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for field, slot in both.items():
        fields.append_signature_field(writer, _signature_field(field, slots[slot], last=field == SECOND))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signature_fields(pdf: bytes) -> tuple[str, ...]:
    """Give the fields a letter of ours is signed in, in the order in which it is signed."""
    reader = PdfFileReader(io.BytesIO(pdf))
    there = {str(found[0]) for found in fields.enumerate_sig_fields(reader)}
    return tuple(field for field in IN_ORDER if field in there)


def fill(writer: Any, values: Mapping[str, str]) -> None:
    """Write values and appearances of text fields into the revision that `writer` is about to make."""
    form = writer.root["/AcroForm"]
    for reference in form["/Fields"]:
        field = reference.get_object()
        text = values.get(str(field.get("/T", "")).rstrip("0123456789"))
        if text is None or field.get("/FT") != "/Tx":
            continue
        resource, size = str(field["/DA"]).split()[:2]
        appearance = figures.drawing(
            text,
            size=float(size),
            italic=resource == figures.face(True).resource,
            align={0: "left", 2: "right"}.get(int(field["/Q"]), "center"),
            baseline=float(field[BASELINE]),
            box=field["/Rect"],
            font=form["/DR"]["/Font"].raw_get(resource),
        )
        field[name("/V")] = generic.pdf_string(text)
        field[name("/AP")] = generic.DictionaryObject({name("/N"): writer.add_object(appearance)})
        writer.update_container(field)


def _text_places(slots: Mapping[str, Place]) -> dict[str, Place]:
    """Give the text fields by name: Number and Day, then Number2, Day2 and so on where the page repeats them."""
    found = {}
    for field, slot in TEXT_FIELDS.items():
        for name_, place in slots.items():
            first, _, again = name_.partition("-")
            if first == slot and (not again or again.isdigit()):
                found[f"{field}{again}"] = place
    return found


def _signature_field(
    field: str, place: Place, *, sealed_again: bool = False, last: bool = False
) -> SigFieldSpec:
    lock: dict[str, Any] = {}
    if field == SEAL and sealed_again:
        lock = {
            "field_mdp_spec": FieldMDPSpec(FieldMDPAction.EXCLUDE, [PARTNER]),
            "doc_mdp_update_value": MDPPerm.FILL_FORMS,
        }
    elif last or field in (SEAL, PARTNER):
        lock = {
            "field_mdp_spec": FieldMDPSpec(FieldMDPAction.ALL),
            "doc_mdp_update_value": MDPPerm.NO_CHANGES,
        }
    return SigFieldSpec(
        field,
        on_page=place.page,
        box=_rectangle(place),
        empty_field_appearance=False,
        combine_annotation=True,
        **lock,
    )


def _rectangle(place: Place) -> Any:
    return tuple(round(value, 2) for value in place.box)


def _add_text_field(writer: Any, field: str, place: Place, fonts: Mapping[bool, Any]) -> None:
    page = writer.find_page_for_modification(place.page)[0]
    left, bottom, right, top = _rectangle(place)
    size = round(place.size or 13.0, 2)
    baseline = place.baseline or (top - bottom - size) / 2 + size * 0.22
    widget = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/FT"): name("/Tx"),
            name("/T"): generic.pdf_string(field),
            name("/F"): generic.NumberObject(4),
            name("/Rect"): generic.ArrayObject(map(generic.FloatObject, (left, bottom, right, top))),
            name("/DA"): generic.pdf_string(f"{figures.face(bool(place.italic)).resource} {size:g} Tf 0 g"),
            name("/Q"): generic.NumberObject({"left": 0, "right": 2}.get(place.align, 1)),
            name(BASELINE): generic.FloatObject(round(baseline, 2)),
            name("/P"): page,
        }
    )
    blank = writer.add_object(figures.blank(right - left, top - bottom))
    widget[name("/AP")] = generic.DictionaryObject({name("/N"): blank})
    reference = writer.add_object(widget)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])
    _add_annotation(writer, page.get_object(), reference)


def _add_annotation(writer: Any, page: Any, reference: Any) -> None:
    if "/Annots" in page:
        page["/Annots"].append(reference)
        writer.update_container(page["/Annots"])
    else:
        page[name("/Annots")] = generic.ArrayObject([reference])
        writer.update_container(page)
