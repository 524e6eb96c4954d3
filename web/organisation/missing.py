"""What an office still lacks before it can issue a letter: derived at every look, stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies as plan_policies
from archive import queries as archive
from archive.enums import PlanState
from dispatch import policies as letter_policies
from dispatch import queries as letters
from lib.calendar import local_day
from organisation import errors, policies, queries
from organisation.enums import Duty, FormatProfile
from signing import queries as signing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from organisation.models.actor import Actor

OFFICIAL_LETTER: Final = "cong_van"
# A letter stops without them: drafted in a unit, checked twice, numbered.
NEEDED: Final = (Duty.UNIT_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK)
TOLD: Final = (Duty.ADMINISTRATOR, Duty.REGISTRY_CLERK, Duty.CHIEF_OF_OFFICE, Duty.HEAD, Duty.ARCHIVIST)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: a sentence, who brings it, and where, for whoever may."""

    what: str
    who: str
    url: str = ""
    action: str = ""


def missing_for(actor: Actor, at: datetime) -> list[Missing]:
    """Give what is missing, in the order in which it is brought; to those who bring it, and to nobody else."""
    if not actor.has_duty(*TOLD):
        return []
    day = local_day(at)
    return [*_people(actor, day), *_keys(actor, day, at), *_books(actor, day), *_plan(actor, day)]


def _people(actor: Actor, day: date) -> Iterator[Missing]:
    office = actor.organisation
    try:
        queries.period_on(office, day)
    except errors.OrganisationHasNoName as refusal:
        yield _administers(actor, str(refusal), "organisation:rename", _("A new name"))
    if not queries.units_of(office, day).exists():
        yield _administers(actor, _("No unit is open."), "organisation:open_unit", _("Open a unit"))
    for duty in NEEDED:
        if not queries.holders_of(office, duty, day).exists():
            what = _("Nobody holds a post with the duty “%(duty)s”.") % {"duty": duty.label}
            yield _administers(actor, what, "organisation:take_on", _("Take somebody on"))
    if not queries.mandates_on(office, day, kind=OFFICIAL_LETTER).exists():
        what = _("Nobody has a mandate to sign. It is given on the page of the person who signs.")
        yield _administers(actor, what, "organisation:mandates", _("Mandates to sign"))


def _keys(actor: Actor, day: date, at: datetime) -> Iterator[Missing]:
    office, where = actor.organisation, "organisation:register_certificate"
    if not signing.trust_roots():
        what = _("No authority is trusted: its root certificate is not in the trust folder.")
        yield Missing(what, _("whoever keeps the machine"))
    signers = [mandate.post.person_id for mandate in queries.mandates_on(office, day, kind=OFFICIAL_LETTER)]
    if not signing.anybody_can_sign(signers, at):
        what = _("No certificate of anybody who may sign is registered and valid.")
        yield _administers(actor, what, where, _("Register a certificate"))
    if signing.seal_certificate_of(office, at) is None:
        what = _("No certificate of the seal is registered and valid.")
        yield _administers(actor, what, where, _("Register a certificate"), "?whose=seal")
    if not settings.TIMESTAMP_URLS:
        what = _(
            "No timestamp service is named (TIMESTAMP_URLS). Without one a letter is signed but never issued."
        )
        yield Missing(what, _("whoever keeps the machine"))


def _books(actor: Actor, day: date) -> Iterator[Missing]:
    office, who = actor.organisation, str(Duty.REGISTRY_CLERK.label)
    if letters.can_number(office, OFFICIAL_LETTER, day):
        return
    keeps = bool(letter_policies.may_keep_registers(actor))
    if letters.frozen_series(office).exists():
        what, name, action = (
            _("The book stands still after a restore."),
            "books",
            _("Confirm the last number"),
        )
    else:
        what = _("No book is open for %(year)s.") % {"year": day.year}
        latest = queries.periods_of(office).first()
        of_party = latest is not None and latest.format_profile == FormatProfile.PARTY
        name = "open_term" if of_party else "open_year"
        action = _("Open a book for a term of office") if of_party else _("Open a book for a year")
    yield Missing(what, who, reverse(f"registers:{name}") if keeps else "", action)


def _plan(actor: Actor, day: date) -> Iterator[Missing]:
    plan = archive.plan_of(actor.organisation, day.year)
    if plan is not None and plan.state == PlanState.APPROVED:
        return
    where = reverse("dossiers:plan", args=[day.year])
    if plan is None:
        what = _("There is no file plan of %(year)s.")
        who = f"{Duty.CHIEF_OF_OFFICE.label}, {Duty.REGISTRY_CLERK.label}"
        may = plan_policies.may_begin_plan(actor)
    else:
        what, who = _("The file plan of %(year)s is not approved yet."), str(Duty.HEAD.label)
        may = plan_policies.may_approve_plan(actor, plan)
    yield Missing(what % {"year": day.year}, who, where if may else "", _("File plan"))


def _administers(actor: Actor, what: str, name: str, action: str, query: str = "") -> Missing:
    url = reverse(name) + query if policies.may_administer(actor) else ""
    return Missing(what, str(Duty.ADMINISTRATOR.label), url, action)
