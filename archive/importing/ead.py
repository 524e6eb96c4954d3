"""Finding aids in EAD 2002 and EAD3, read by local names: both say the same things, and real files mix them.

A component that holds components is a part; one that holds items only, or nothing, is a dossier; an item in a dossier
is a record. What has no place here is kept as the XML it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from archive import errors
from archive.enums import Access, Level, Reason
from archive.importing import dates, guarding
from archive.importing.found import Catalogue, Dates, Found
from archive.models.describing import EAD_IN_DID, EAD_TEXTS
from lib.text import nfc, single_line

NO_TITLE: Final = "Không có tiêu đề"
_COMPONENTS: Final = frozenset({"c", *(f"c{number:02d}" for number in range(1, 13))})
_LEVELS: Final = {
    "fonds": Level.SUBFONDS, "collection": Level.SUBFONDS, "recordgrp": Level.SUBFONDS, "subgrp": Level.SUBFONDS,
    "subfonds": Level.SUBFONDS, "series": Level.SERIES, "subseries": Level.SUBSERIES,
}  # fmt: skip
_COUNTED: Final = re.compile(r"(\d{1,7}) (tờ|trang)\Z")
_COUNTS: Final = {"tờ": "sheets", "trang": "pages"}
_MOST_DEEP: Final = 40


def read(data: bytes, *, name: str) -> Catalogue:
    """Give the catalogue in ``data``; refuses what is too large, declares entities, or is no finding aid."""
    guarding.fit_for_xml(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        why = single_line(str(error.msg or "")).partition(", line")[0][:120]
        raise errors.ImportNotXml(line=error.lineno or 0, why=why) from None
    if _name(root) != "ead":
        raise errors.ImportNotEad
    head = next((one for one in root if _name(one) in {"eadheader", "control"}), None)
    archdesc = next((one for one in root if _name(one) == "archdesc"), None)
    if archdesc is None:
        raise errors.ImportNotEad
    reading = _Reading(_identity(head, name))
    reading.fonds(archdesc, head)
    return Catalogue(reading.name, reading.things)


def _identity(head: Any, name: str) -> str:
    """Give what the file is known by: its own identifier, else its name."""
    told = ""
    if head is not None:
        found = next((one for one in head if _name(one) in {"eadid", "recordid"}), None)
        told = (
            "" if found is None else single_line("".join(found.itertext()) or found.get("identifier") or "")
        )
    return (told or name)[:100]


@dataclass
class _Reading:
    """One file being read: what was found so far, and the ids it used."""

    name: str
    things: list[Found] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def fonds(self, archdesc: Any, head: Any) -> None:
        """Read the description of the whole, then its components."""
        found = Found(archdesc.sourceline or 0, f"{self.name}#", None, Level.FONDS, "")
        if head is not None:
            found.left_over[_name(head)] = _verbatim(head)
        self._describe(found, archdesc)
        if not found.code:
            found.code = self.name
        self.things.append(found)
        self._components(archdesc, 0, "", 1)

    def _components(self, holder: Any, above: int, way: str, depth: int) -> None:
        number = 0
        for one in holder:
            name = _name(one)
            if name == "dsc":
                self._components(one, above, way, depth)
                rest = [
                    part for part in one if _name(part) not in {"dsc", "head"} and not _is_component(part)
                ]
                if rest:
                    _keep(self.things[above], "dsc", "".join(_verbatim(part) for part in rest))
            elif _is_component(one):
                number += 1
                self._component(one, above, f"{way}/{number}", depth)

    def _component(self, one: Any, above: int, way: str, depth: int) -> None:
        level = _level_of(one, self.things[above], depth)
        found = Found(one.sourceline or 0, self._key(one, way), above, level, "")
        self._describe(found, one)
        self.things.append(found)
        if level is not None and depth < _MOST_DEEP:
            self._components(one, len(self.things) - 1, way, depth + 1)

    def _key(self, one: Any, way: str) -> str:
        own = single_line(one.get("id") or "")
        if own and own not in self.ids and len(own) < 150:  # noqa: PLR2004 -- a key has room for the file's name too
            self.ids.add(own)
            return f"{self.name}#{own}"
        return f"{self.name}#{way}"

    def _describe(self, found: Found, one: Any) -> None:
        for name in ("level", "otherlevel", "id"):
            if (value := one.get(name)) is not None:
                found.left_over[f"@{name}"] = str(value)
        if one.get("audience") == "internal":
            found.access = Access.CONDITIONAL
            found.left_over["@audience"] = "internal"
        for part in one:
            name = _name(part)
            if name == "did":
                _did(found, part)
            elif name in EAD_TEXTS:
                _add(found, EAD_TEXTS[name], _text(part))
            elif name == "controlaccess":
                _add(found, "keywords", "\n".join(line for line in _lines(part) if line))
            elif found.level is None or (name != "dsc" and not _is_component(part)):
                _keep(found, name, _verbatim(part))
        if found.level is None:
            _as_record(found)
        if not found.title:
            found.title = single_line(found.dates.text) or found.code or NO_TITLE
            found.left_over["no_title"] = "1"
            found.reasons.append(Reason.NO_TITLE)
        if dates.in_words(found.dates):
            found.reasons.append(Reason.DATE_IN_WORDS)
        if any(
            name[0] != "@" and name not in {"no_title", "eadheader", "control"} for name in found.left_over
        ):
            found.reasons.append(Reason.LEFT_OVER)


def _did(found: Found, did: Any) -> None:
    """Read the core of a description. Of several titles, codes or dates the first counts and the others are kept."""
    times: list[tuple[str, str]] = []
    for part in did:
        name = _name(part)
        if name == "unittitle":
            title, inside = _title(part)
            times += inside
            if found.title:
                _keep(found, "unittitle", _verbatim(part))
            found.title = found.title or title
        elif name == "unitid" and not found.code:
            found.code = single_line("".join(part.itertext()) if len(part) else part.text or "")[:200]
        elif name in {"unitdate", "unitdatestructured"}:
            times.append((_line(part), _normal(part)))
        elif name == "container":
            kind = single_line(part.get("type") or part.get("localtype") or "")
            _add(found, "shelfmark", f"{kind} {_line(part)}".strip())
        elif name in {"physdesc", "physdescstructured"}:
            _extent(found, _line(part))
        elif name in EAD_IN_DID:
            _add(found, EAD_IN_DID[name], _line(part))
        elif name in {"note", "didnote"}:
            _add(found, "note", _text(part))
        elif name == "abstract" and "scope" not in found.kept:
            _add(found, "scope", _text(part))
            found.left_over["@abstract"] = "1"
        else:
            _keep(found, name, _verbatim(part))
    if times:
        found.dates = _time(times)


def _extent(found: Found, text: str) -> None:
    """Take sheets and pages for what they are; any other extent is words."""
    said = _COUNTED.match(text)
    if said and found.level is not None and getattr(found, _COUNTS[said[2]]) is None:
        setattr(found, _COUNTS[said[2]], int(said[1]))
    else:
        _add(found, "extent", text)


def _time(times: list[tuple[str, str]]) -> Dates:
    told = [dates.read(text, normal=normal) for text, normal in times]
    if len(told) == 1:
        return told[0]
    starts = [one.year_from for one in told if one.year_from is not None]
    ends = [one.year_to for one in told if one.year_to is not None]
    text = "; ".join(one.text for one in told if one.text)
    return Dates(text, min(starts, default=None), max(ends, default=None))


def _title(part: Any) -> tuple[str, list[tuple[str, str]]]:
    """Give a title, and the dates EAD 2002 lets stand inside it; their words stay in the title."""
    if not len(part):
        return _line(part), []
    return _line(part), [(_line(one), _normal(one)) for one in part.iter() if _name(one) == "unitdate"]


def _normal(part: Any) -> str:
    normal = part.get("normal") or ""
    if normal:
        return str(normal)
    if not len(part):
        return str(part.get("standarddate") or "")
    days = [one.get("standarddate") or "" for one in part.iter() if one.get("standarddate")]
    return "/".join(days[:2])


def _as_record(found: Found) -> None:
    """Turn a description into a line of a list of documents; what the line has no column for is kept."""
    found.note = "\n".join(text for key in ("scope", "note") if (text := found.kept.pop(key, "")))
    found.author = found.kept.pop("origin", "")
    found.span = found.kept.pop("extent", "")[:60] if len(found.kept.get("extent", "")) <= 60 else ""  # noqa: PLR2004
    for key, text in found.kept.items():
        found.left_over[f"kept.{key}"] = text
    found.kept = {}


def _level_of(one: Any, above: Found, depth: int) -> Level | None:
    """Say what a component is here: a part, a dossier, or (None) a record of the dossier above it."""
    said = (one.get("level") or "").lower()
    if above.level == Level.DOSSIER:
        return None
    if depth >= _MOST_DEEP:
        return Level.DOSSIER
    inside = [child for child in one if _is_component(child)]
    if not inside:
        return _LEVELS.get(said, Level.DOSSIER)
    items = said in {"file", "item"} and all((child.get("level") or "").lower() == "item" for child in inside)
    if items and not any(_is_component(below) for child in inside for below in child):
        return Level.DOSSIER
    return _LEVELS.get(said, Level.CLASS)


def _is_component(one: Any) -> bool:
    return _name(one) in _COMPONENTS


def _name(one: Any) -> str:
    return _local(one.tag)


@lru_cache(maxsize=1_000)
def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(part: Any) -> str:
    if not len(part):
        return single_line(part.text or "")
    return single_line(" ".join(text for text in (t.strip() for t in part.itertext()) if text))


def _lines(part: Any) -> list[str]:
    """Give the texts of the blocks of an element, each on its line: paragraphs, heads, entries of lists."""
    blocks = [one for one in part if isinstance(one.tag, str)]
    if not blocks or (part.text or "").strip() or any((one.tail or "").strip() for one in blocks):
        return [_line(part)]
    return [line for one in blocks for line in (_lines(one) if _holds_blocks(one) else [_line(one)])]


def _holds_blocks(one: Any) -> bool:
    return _name(one) in {
        "list",
        "chronlist",
        "controlaccess",
        "scopecontent",
        "bioghist",
        "odd",
        "relatedmaterial",
    }


def _text(part: Any) -> str:
    return nfc("\n".join(line for line in _lines(part) if line))


def _verbatim(part: Any) -> str:
    """Give an element as XML in its one canonical form, so that the same piece is the same text again."""
    return nfc(etree.tostring(part, method="c14n", exclusive=True, with_tail=False).decode())


def _add(found: Found, key: str, text: str) -> None:
    if text:
        found.kept[key] = f"{found.kept[key]}\n{text}" if key in found.kept else text


def _keep(found: Found, name: str, text: str) -> None:
    found.left_over[name] = f"{found.left_over[name]}\n{text}" if name in found.left_over else text
