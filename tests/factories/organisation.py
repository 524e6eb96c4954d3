"""Offices and people for tests, made without ceremony. Everything is invented."""

from __future__ import annotations

from datetime import date

from organisation.enums import Authority, Duty
from organisation.models import (
    Delegation,
    Organisation,
    OrganisationPeriod,
    Person,
    Post,
    SigningMandate,
    Unit,
)

SINCE = date(2025, 7, 1)


def organisation(code: str = "SNV", **period: str) -> Organisation:
    """Give an organisation with one open period; State format unless ``period`` says otherwise."""
    office = Organisation.objects.create(code=code)
    values = {
        "name": "SỞ NỘI VỤ",
        "symbol": code,
        "superior": "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN",
        "place": "Hưng Sơn",
        "format_profile": "state",
        "head_title": "GIÁM ĐỐC",
        **period,
    }
    OrganisationPeriod.objects.create(organisation=office, valid_from=SINCE, **values)
    return office


def unit(office: Organisation, name: str, symbol: str) -> Unit:
    """Give a unit of ``office``."""
    return Unit.objects.create(organisation=office, name=name, symbol=symbol, valid_from=SINCE)


def post(
    of: Unit, username: str, full_name: str, title: str, *duties: Duty, order: int = 1000, since: date = SINCE
) -> Post:
    """Give a new person's post in the unit ``of``."""
    person = Person.objects.create(organisation=of.organisation, username=username, full_name=full_name)
    return Post.objects.create(
        organisation=of.organisation,
        person=person,
        unit=of,
        title=title,
        duties=[duty.value for duty in duties],
        protocol_order=order,
        valid_from=since,
    )


def mandate(of: Post, authority: Authority, *lines: str, until: date | None = None) -> SigningMandate:
    """Give the right of ``of`` to sign with ``lines`` above the name."""
    return SigningMandate.objects.create(
        organisation=of.organisation,
        post=of,
        authority=authority,
        authority_lines=list(lines),
        valid_from=SINCE,
        valid_until=until,
    )


def delegation(principal: Post, delegate: Post, *duties: Duty, since: date, until: date) -> Delegation:
    """Let ``delegate`` stand in for ``principal``; all duties of the principal unless named."""
    return Delegation.objects.create(
        organisation=principal.organisation,
        principal=principal,
        delegate=delegate,
        duties=[duty.value for duty in duties] or principal.duties,
        valid_from=since,
        valid_until=until,
        reason="Đi công tác",
    )
