"""What came in as a finding aid goes out again and comes back the same; what was written here is read everywhere."""

from __future__ import annotations

import io
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from archive import queries
from archive.enums import Access, Keeping, Level
from archive.exporting.ead import EAD3, EAD2002, Writer
from archive.importing import ead
from archive.models import CatalogueUnit
from archive.operations import cataloguing
from archive.operations.cataloguing import Described
from organisation.models import OrganisationPeriod
from tests.archive.conftest import Office
from tests.archive.test_importing import EAD, Importer

# The schemas are not ours to keep: those of the packages eadator (ead.xsd) and django-ead (ead3.xsd).
SCHEMAS = os.environ.get("EAD_SCHEMAS", "")


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    OrganisationPeriod.objects.create(
        organisation=office.organisation, name="Sở Nội vụ", symbol="SNV", valid_from="2020-01-01"
    )
    return Importer(office, noon)


def exported(office: Office, noon: datetime, form: str) -> bytes:
    fonds = CatalogueUnit.objects.get(level=Level.FONDS)
    seen = queries.units_visible_to(office.thu, noon)
    out = io.BytesIO()
    Writer(form, queries.head_of(office.organisation, fonds, noon.date()), out).write(
        queries.walk(seen, fonds)
    )
    return out.getvalue()


def read(data: bytes) -> list[tuple[Any, ...]]:
    found = ead.read(data, name="x")
    return [
        (one.level, one.above, one.title, one.code, one.dates.text, one.kept, one.note, one.author, one.key)
        for one in found.things
    ]


def left(data: bytes) -> list[dict[str, str]]:
    return [
        {k: v for k, v in one.left_over.items() if k != "@level"} for one in ead.read(data, name="x").things
    ]


def test_ead_2002_comes_back_with_every_word_and_every_piece(
    bring: Importer, office: Office, noon: datetime
) -> None:
    bring("ead", EAD)
    out = exported(office, noon, EAD2002)
    assert read(out) == read(EAD.encode())
    assert left(out) == left(EAD.encode())
    again = bring("ead", out)
    assert {name for name in again.counts if "." not in name} == {"same"}


def test_the_same_in_ead3_keeps_every_word(bring: Importer, office: Office, noon: datetime) -> None:
    bring("ead", EAD)
    out = exported(office, noon, EAD3)
    before, after = read(EAD.encode()), read(out)
    strip = [(row[:5], row[6:8]) for row in before]
    assert [(row[:5], row[6:8]) for row in after] == strip
    words = " ".join("".join(etree.fromstring(out).itertext()).split())
    for word in ("Kho lưu trữ", "Thành lập năm 1976.", "Theo quy chế.", "12 mét giá", "Ban Thi đua"):
        assert word in words


def test_what_was_described_here_goes_out_and_comes_back(
    bring: Importer, office: Office, noon: datetime
) -> None:
    fonds = bring.fonds()
    told = Described(
        title="Hồ sơ & <giấy tờ>", code="7", year_from=1990, year_to=1992, sheets=12, keeping=Keeping.YEARS,
        retention_years=20, access=Access.CONDITIONAL, kept={"scope": "Dòng một\nDòng hai", "keywords": "đất đai"},
    )  # fmt: skip
    cataloguing.add_unit(parent=fonds, level=Level.DOSSIER, told=told, by=office.thu, at=noon)
    for form in (EAD2002, EAD3):
        one = ead.read(exported(office, noon, form), name="x").things[1]
        assert (one.title, one.code, one.sheets, one.access) == (
            "Hồ sơ & <giấy tờ>",
            "7",
            12,
            Access.CONDITIONAL,
        )
        assert (one.dates.year_from, one.dates.year_to) == (1990, 1992)
        assert (one.kept["scope"], one.kept["keywords"]) == ("Dòng một\nDòng hai", "đất đai")
        assert one.kept["appraisal"] == "Thời hạn lưu trữ: 20 năm"


def test_what_a_reader_may_not_see_does_not_go_out(bring: Importer, office: Office, noon: datetime) -> None:
    fonds = bring.fonds()
    for code, access in (("1", Access.OPEN), ("2", Access.CONDITIONAL)):
        told = Described(title=f"Hồ sơ {access.value}", code=code, access=access)
        cataloguing.add_unit(parent=fonds, level=Level.DOSSIER, told=told, by=office.thu, at=noon)
    seen = queries.units_visible_to(office.nam, noon)
    assert [one.title for _depth, one in queries.walk(seen, fonds)] == ["Phông thử", "Hồ sơ open"]


@pytest.mark.skipif(not SCHEMAS, reason="EAD_SCHEMAS names no folder with ead.xsd, xlink.xsd and ead3.xsd")
@pytest.mark.parametrize(("form", "name"), [(EAD2002, "ead.xsd"), (EAD3, "ead3.xsd")])
def test_it_is_valid_by_the_schema(
    bring: Importer, office: Office, noon: datetime, form: str, name: str
) -> None:
    bring("ead", EAD)

    class Here(etree.Resolver):
        def resolve(self, url: str, public: str, context: Any) -> Any:
            return self.resolve_filename(str(Path(SCHEMAS) / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    schema = etree.XMLSchema(etree.parse(str(Path(SCHEMAS) / name), parser))
    schema.validate(etree.fromstring(exported(office, noon, form)))
    assert [str(entry.message) for entry in schema.error_log] == []
