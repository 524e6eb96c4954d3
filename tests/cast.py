"""The fixed people of every story: the department of home affairs (SNV) of an invented province, and a neighbour.

The same eight as in the demo office. ``cast.minh`` is the post, ``cast.actor("minh")`` the one who acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisation.enums import Authority, Channel, Duty
from organisation.models import Organisation, Post, Unit
from organisation.models.actor import Actor
from tests.factories import organisation as office
from tests.keepsake import once


@dataclass(frozen=True)
class Cast:
    """The organisation, its units by symbol, and everybody's post."""

    snv: Organisation
    units: dict[str, Unit]
    lan: Post
    minh: Post
    hoa: Post
    dung: Post
    binh: Post
    yen: Post
    thu: Post
    quan: Post
    stranger: Post

    def actor(self, name: str, *, channel: Channel = Channel.WEB) -> Actor:
        """Give the person ``name`` acting in their own post."""
        return Actor.for_post(getattr(self, name), channel=channel, address="192.0.2.1")

    def standing_in(self, name: str, *, by: str, day: date, duties: tuple[Duty, ...] = ()) -> Actor:
        """Give ``by`` acting for ``name``, who is away on ``day``."""
        row = office.delegation(getattr(self, name), getattr(self, by), *duties, since=day, until=day)
        return Actor.by_delegation(row, address="192.0.2.1")

    def system(self) -> Actor:
        """Give the office's machine itself."""
        return Actor.system(self.snv, "test")


NAMES = ("lan", "minh", "hoa", "dung", "binh", "yen", "thu", "quan", "stranger")


def assemble() -> Cast:
    """Write the whole cast into the database and give it."""
    return once("cast", _assembled)


def _assembled() -> Cast:
    snv = office.organisation("SNV")
    units = {
        symbol: office.unit(snv, name, symbol)
        for symbol, name in {
            "LĐ": "Lãnh đạo Sở",
            "VP": "Văn phòng",
            "CCHC": "Phòng Cải cách hành chính",
            "VTLT": "Phòng Văn thư, lưu trữ",
        }.items()
    }
    binh = office.post(units["LĐ"], "binh", "Vũ Hải Bình", "Giám đốc", Duty.HEAD, order=10)
    yen = office.post(units["LĐ"], "yen", "Đỗ Hoàng Yến", "Phó Giám đốc", Duty.DEPUTY_HEAD, order=20)
    office.mandate(binh, Authority.HEAD, "GIÁM ĐỐC")
    office.mandate(yen, Authority.FOR_HEAD, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    return Cast(
        snv=snv,
        units=units,
        lan=office.post(units["VP"], "lan", "Nguyễn Thị Lan", "Văn thư", Duty.REGISTRY_CLERK, order=410),
        minh=office.post(units["CCHC"], "minh", "Trần Quang Minh", "Chuyên viên", Duty.OFFICER, order=510),
        hoa=office.post(units["CCHC"], "hoa", "Phạm Thị Hòa", "Trưởng phòng", Duty.UNIT_HEAD, order=50),
        dung=office.post(
            units["VP"],
            "dung",
            "Lê Anh Dũng",
            "Chánh Văn phòng",
            Duty.CHIEF_OF_OFFICE,
            Duty.UNIT_HEAD,
            order=40,
        ),
        binh=binh,
        yen=yen,
        thu=office.post(
            units["VTLT"], "thu", "Hoàng Thị Thu", "Lưu trữ viên", Duty.ARCHIVIST, Duty.UNIT_HEAD, order=70
        ),
        quan=office.post(units["VP"], "quan", "Hồ Minh Quân", "Quản trị", Duty.ADMINISTRATOR, order=430),
        stranger=_neighbour(),
    )


def _neighbour() -> Post:
    """Give the clerk-and-head of another organisation, to whom nothing here may show."""
    other = office.organisation("STC", name="SỞ TÀI CHÍNH")
    room = office.unit(other, "Văn phòng", "VP")
    return office.post(room, "stranger", "Lạc Thị Xa", "Chánh Văn phòng", *Duty)
