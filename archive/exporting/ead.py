"""A finding aid in EAD 2002 or EAD3. What an import kept as XML goes out as it came, where the form is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any, Final

from lxml import etree

from archive.enums import Access, Keeping, Level
from archive.models import CatalogueRecord, CatalogueUnit, Record
from archive.models.describing import EAD_IN_DID, EAD_TEXTS

EAD2002: Final = "ead2002"
EAD3: Final = "ead3"
_SPACE: Final = {EAD2002: "urn:isbn:1-931666-22-9", EAD3: "http://ead3.archivists.org/schema/"}
_LEVELS: Final = {Level.DOSSIER: "file"}
_DID: Final = frozenset(
    {
        "repository",
        "materialspec",
        "dao",
        "daoset",
        "daogrp",
        "unittitle",
        "physdescset",
        "abstract",
        "head",
        "unitid",
    }
)
_OUT: Final = {here: name for name, here in EAD_TEXTS.items()}
_IN_DID: Final = {here: name for name, here in EAD_IN_DID.items()} | {"extent": "physdesc"}
_NCNAME: Final = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
_FIRST, _LAST = 1000, 2099

Thing = CatalogueUnit | CatalogueRecord | Record


@dataclass
class Head:
    """What the head of the file says: whose finding aid it is, known by which identifier, made on which day."""

    identifier: str
    title: str
    agency: str
    day: date


@dataclass
class Writer:
    """Writes one finding aid; ``things`` come as (depth, thing), the fonds first."""

    form: str
    head: Head
    out: IO[bytes]
    ids: set[str] = field(default_factory=set)

    def write(self, things: Iterable[tuple[int, Thing]]) -> int:
        """Write all of it; give how many things there were."""
        space = _SPACE[self.form]
        count = 0
        with etree.xmlfile(self.out, encoding="utf-8") as xml:
            xml.write_declaration()
            with xml.element(f"{{{space}}}ead", nsmap={None: space}):
                waiting = iter(things)
                _depth, fonds = next(waiting)
                xml.write(self._control(fonds))
                with xml.element(f"{{{space}}}archdesc", self._attributes(fonds)):
                    count = 1 + self._body(xml, fonds, waiting)
        return count

    def _body(self, xml: Any, fonds: Thing, waiting: Iterator[tuple[int, Thing]]) -> int:
        for part in self._parts(fonds):
            xml.write(part)
        first = next(waiting, None)
        loose = _left(fonds).get("dsc", "")
        if first is None and not loose:
            return 0
        named = {"type": "combined"} if self.form == EAD2002 else {"dsctype": "combined"}
        with xml.element(self._tag("dsc"), named):
            for part in self._verbatim(loose):
                xml.write(part)
            return self._components(xml, first, waiting)

    def _components(
        self, xml: Any, first: tuple[int, Thing] | None, waiting: Iterator[tuple[int, Thing]]
    ) -> int:
        """Write components one inside the other, each closed when one of its depth or above follows."""
        count = 0
        open_ones: list[Any] = []
        here = first
        while here is not None:
            depth, thing = here
            while len(open_ones) >= depth:
                open_ones.pop().__exit__(None, None, None)
            element = xml.element(self._tag("c"), self._attributes(thing))
            element.__enter__()
            open_ones.append(element)
            for part in self._parts(thing):
                xml.write(part)
            count += 1
            here = next(waiting, None)
        while open_ones:
            open_ones.pop().__exit__(None, None, None)
        return count

    def _tag(self, name: str) -> str:
        return f"{{{_SPACE[self.form]}}}{name}"

    def _make(self, name: str, text: str = "", **attributes: str) -> Any:
        space = _SPACE[self.form]
        made = etree.Element(f"{{{space}}}{name}", attributes, nsmap={None: space})
        made.text = text or None
        return made

    def _attributes(self, thing: Thing) -> dict[str, str]:
        left = _left(thing)
        level = left.get("@level", "")
        imported = not isinstance(thing, Record) and thing.source_key.startswith("ead:")
        if not level and isinstance(thing, CatalogueUnit) and (not imported or thing.level == Level.FONDS):
            level = _LEVELS.get(Level(thing.level), thing.level)
        elif not level and not imported:
            level = "item"
        told = {"level": level} if level else {}
        if left.get("@otherlevel"):
            told["otherlevel"] = left["@otherlevel"]
        own = left.get("@id", "")
        if _NCNAME.match(own) and own not in self.ids:
            self.ids.add(own)
            told["id"] = own
        below = isinstance(thing, CatalogueUnit) and thing.level != Level.FONDS
        if left.get("@audience") or (below and getattr(thing, "access", "") == Access.CONDITIONAL):
            told["audience"] = "internal"
        return told

    def _parts(self, thing: Thing) -> list[Any]:
        left = _left(thing)
        did = self._make("did")
        self._core(did, thing, left)
        parts = [did]
        for key, text in _texts(thing).items():
            if key == "scope" and "@abstract" in left:
                continue
            if key in _OUT:
                parts.append(self._blocks(_OUT[key], text))
            elif key == "keywords":
                parts.append(self._keywords(text))
            elif key not in _IN_DID:
                parts.append(self._blocks("odd", text, kind=key))
        for name, text in left.items():
            if (
                name[0] == "@"
                or name in {"no_title", "code", "eadheader", "control", "dsc"}
                or name.startswith("kept.")
            ):
                continue
            for part in self._kept(name, text):
                (did if name in _DID else _Parts(parts)).append(part)
        return parts

    def _core(self, did: Any, thing: Thing, left: Mapping[str, str]) -> None:
        code = left.get("code") or thing.code
        if code:
            did.append(self._make("unitid", code))
        if "no_title" not in left:
            did.append(self._make("unittitle", _title(thing)))
        time, normal = _time(thing)
        if time:
            did.append(self._make("unitdate", time, **({"normal": normal} if normal else {})))
        texts = _texts(thing)
        for key, name in _IN_DID.items():
            for line in texts.get(key, "").splitlines():
                did.append(self._in_did(name, line))
        if "@abstract" in left and texts.get("scope"):
            did.append(self._make("abstract", texts["scope"].replace("\n", " ")))

    def _in_did(self, name: str, line: str) -> Any:
        if self.form == EAD2002 or name in {"physloc", "physdesc"}:
            return self._make(name, line)
        made = self._make(name)
        if name == "langmaterial":
            made.append(self._make("language", line))
        else:
            body = self._make("corpname")
            body.append(self._make("part", line))
            made.append(body)
        return made

    def _blocks(self, name: str, text: str, *, kind: str = "") -> Any:
        attributes = {("type" if self.form == EAD2002 else "localtype"): kind} if kind else {}
        made = self._make(name, **attributes)
        for line in text.splitlines():
            made.append(self._make("p", line))
        return made

    def _keywords(self, text: str) -> Any:
        made = self._make("controlaccess")
        for line in text.splitlines():
            subject = self._make("subject", line if self.form == EAD2002 else "")
            if self.form == EAD3:
                subject.append(self._make("part", line))
            made.append(subject)
        return made

    def _kept(self, name: str, text: str) -> list[Any]:
        """Give what an import kept: as it came where the form is the same, else its words under its name."""
        found = self._verbatim(text)
        if found and all(part.tag.startswith(f"{{{_SPACE[self.form]}}}") for part in found):
            return found
        words = "\n".join(" ".join("".join(part.itertext()).split()) for part in found) if found else text
        if not words:
            return []
        if name in _DID:
            kind = {"type" if self.form == EAD2002 else "localtype": name}
            return [self._make("physloc", words.replace("\n", " "), **kind)]
        return [self._blocks("odd", words, kind=name)]

    def _verbatim(self, text: str) -> list[Any]:
        if not text.lstrip().startswith("<"):
            return []
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return list(etree.fromstring(f"<kept>{text}</kept>".encode(), parser))
        except etree.XMLSyntaxError:
            return []

    def _control(self, fonds: Thing) -> Any:
        name = "eadheader" if self.form == EAD2002 else "control"
        kept = self._verbatim(_left(fonds).get(name, ""))
        if kept and kept[0].tag == self._tag(name):
            return kept[0]
        made = self._make(name)
        made.append(self._make("eadid" if self.form == EAD2002 else "recordid", self.head.identifier))
        described, statement = self._make("filedesc"), self._make("titlestmt")
        statement.append(self._make("titleproper", self.head.title))
        described.append(statement)
        made.append(described)
        if self.form == EAD3:
            self._maintenance(made)
        return made

    def _maintenance(self, control: Any) -> None:
        control.append(self._make("maintenancestatus", value="derived"))
        agency, history = self._make("maintenanceagency"), self._make("maintenancehistory")
        agency.append(self._make("agencyname", self.head.agency))
        event = self._make("maintenanceevent")
        event.append(self._make("eventtype", value="derived"))
        event.append(
            self._make(
                "eventdatetime", f"{self.head.day:%Y-%m-%d}", standarddatetime=f"{self.head.day:%Y-%m-%d}"
            )
        )
        event.append(self._make("agenttype", value="machine"))
        event.append(self._make("agent", "Văn Thư"))
        history.append(event)
        control.append(agency)
        control.append(history)


class _Parts:
    """A list that is appended to like an element."""

    def __init__(self, parts: list[Any]) -> None:
        self.append = parts.append


def _left(thing: Thing) -> dict[str, str]:
    return (
        {}
        if isinstance(thing, Record)
        else {str(name): str(value) for name, value in thing.left_over.items()}
    )


def _title(thing: Thing) -> str:
    kind = (
        thing.label if isinstance(thing, Record) else thing.kind if isinstance(thing, CatalogueRecord) else ""
    )
    return f"{kind} {thing.title}".strip()


def _time(thing: Thing) -> tuple[str, str]:
    """Give the words of a time and the normal form of what is sure of it."""
    if isinstance(thing, Record):
        day = thing.dated_on
        return (f"{day:%d/%m/%Y}", day.isoformat()) if day else ("", "")
    if isinstance(thing, CatalogueRecord):
        normal = thing.dated_on.isoformat() if thing.dated_on else ""
        return thing.date_text or (f"{thing.dated_on:%d/%m/%Y}" if thing.dated_on else ""), normal
    ends = [
        day.isoformat() if day else f"{year:04d}" if year is not None and _FIRST <= year <= _LAST else ""
        for day, year in ((thing.date_from, thing.year_from), (thing.date_to, thing.year_to))
    ]
    normal = "/".join(dict.fromkeys(ends)) if all(ends) else ends[0]
    return thing.date_text or "–".join(dict.fromkeys(end for end in ends if end)), normal


def _texts(thing: Thing) -> dict[str, str]:
    if isinstance(thing, Record):
        pages = f"{thing.page_count} trang" if thing.page_count else ""
        return {key: text for key, text in (("origin", thing.author), ("extent", pages)) if text}
    if isinstance(thing, CatalogueRecord):
        own = {"scope": thing.note, "origin": thing.author, "extent": thing.sheets}
        kept = {
            name.removeprefix("kept."): text
            for name, text in _left(thing).items()
            if name.startswith("kept.")
        }
        return {key: text for key, text in {**kept, **own}.items() if text}
    texts = {str(key): str(text) for key, text in thing.kept.items()}
    for number, word in ((thing.sheets, "tờ"), (thing.pages, "trang")):
        if number is not None:
            texts["extent"] = "\n".join(
                part for part in (texts.get("extent", ""), f"{number} {word}") if part
            )
    kept_for = {Keeping.PERMANENT: "Vĩnh viễn", Keeping.YEARS: f"{thing.retention_years} năm"}.get(
        Keeping(thing.keeping), thing.retention_text
    )
    if kept_for:
        texts["appraisal"] = "\n".join(
            part for part in (texts.get("appraisal", ""), f"Thời hạn lưu trữ: {kept_for}") if part
        )
    return texts
