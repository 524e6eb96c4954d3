"""What administrators change: names, units, people, posts, mandates. None of it opens a letter to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch.models.kinds import kinds_of
from lib.calendar import local_day
from organisation import policies, queries
from organisation.enums import Authority, Duty
from organisation.models import Person
from organisation.operations import naming, staffing
from ui.screens import screen
from web.organisation.asking import Page, ask
from web.organisation.forms import MandateForm, PersonForm, PostForm, RenameForm, UnitForm

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def rename(request: OfficeRequest) -> HttpResponse:
    """Record a new name from a day on; letters already issued keep the values of their day."""
    policies.may_administer(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    latest = queries.periods_of(organisation).first()
    initial = {name: getattr(latest, name) for name in RenameForm.base_fields if latest and name != "since"}
    form = RenameForm(request.POST or None, initial={**initial, "since": day})

    def act() -> str:
        values = {name: str(value) for name, value in form.cleaned_data.items() if name != "since"}
        naming.rename(
            organisation=organisation,
            since=form.cleaned_data["since"],
            values=values,
            by=request.actor,
            at=request.at,
        )
        return reverse("organisation:names")

    clash = _(
        "Another name already holds on these days. The new one has to begin later than the last one began."
    )
    page = Page(title=_("A new name"), submit=_("Record the name"), back=reverse("organisation:names"))
    return ask(request, form, act, page=page, clash=clash)


@screen(methods=("GET", "POST"))
def open_unit(request: OfficeRequest) -> HttpResponse:
    """Open a unit."""
    policies.may_administer(request.actor).enforce()
    form = UnitForm(request.POST or None, initial={"since": local_day(request.at), "position": 100})

    def act() -> str:
        staffing.open_unit(
            organisation=request.actor.organisation, by=request.actor, at=request.at, **form.cleaned_data
        )
        return reverse("organisation:office")

    clash = _("This unit cannot be opened like that.")
    page = Page(title=_("Open a unit"), submit=_("Open the unit"), back=reverse("organisation:office"))
    return ask(request, form, act, page=page, clash=clash)


@screen(methods=("GET", "POST"))
def take_on(request: OfficeRequest) -> HttpResponse:
    """Take somebody on; the post is given on the next page."""
    policies.may_administer(request.actor).enforce()
    form = PersonForm(request.POST or None)

    def act() -> str:
        values = {**form.cleaned_data, "username": form.cleaned_data["username"].lower()}
        person = staffing.take_on(
            organisation=request.actor.organisation, by=request.actor, at=request.at, temporary=True, **values
        )
        return reverse("organisation:appoint", args=[person.pk])

    clash = _("Somebody already signs in with this name.")
    page = Page(title=_("Take somebody on"), submit=_("Take on"), back=reverse("organisation:office"))
    return ask(request, form, act, page=page, clash=clash)


@screen(methods=("GET", "POST"))
def appoint(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    policies.may_administer(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    try:
        person = queries.person_of(organisation, pk)
    except Person.DoesNotExist:
        raise Http404 from None
    form = PostForm(request.POST or None, units=queries.units_of(organisation, day), initial={"since": day})

    def act() -> str:
        values = form.cleaned_data
        staffing.appoint(
            person=person,
            unit=form.units[values["unit"]],
            title=values["title"],
            duties=[Duty(code) for code in values["duties"]],
            protocol_order=values["protocol_order"],
            since=values["since"],
            by=request.actor,
            at=request.at,
        )
        return reverse("organisation:person", args=[pk])

    title = _("A post for %(name)s") % {"name": person.full_name}
    clash = _("This post cannot be given like that.")
    page = Page(title=title, submit=_("Give the post"), back=reverse("organisation:office"))
    return ask(request, form, act, page=page, clash=clash)


@screen(methods=("GET", "POST"))
def mandate(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let the holder of a post sign (Decree 30/2020 Art. 13)."""
    policies.may_administer(request.actor).enforce()
    day = local_day(request.at)
    post = queries.posts_on(request.actor.organisation, day).filter(pk=pk).first()
    if post is None:
        raise Http404
    profile = queries.period_on(post.organisation, day).format_profile
    kinds = [(kind.code, kind.name) for kind in kinds_of(profile)]
    form = MandateForm(request.POST or None, initial={"since": day}, kinds=kinds)

    def act() -> str:
        values = form.cleaned_data
        lines = [line.strip() for line in values["lines"].splitlines() if line.strip()]
        staffing.mandate(
            post=post,
            authority=Authority(values["authority"]),
            authority_lines=lines,
            since=values["since"],
            until=values["until"],
            basis=values["basis"],
            kinds=values["kinds"],
            by=request.actor,
            at=request.at,
        )
        return reverse("organisation:person", args=[post.person_id])

    title = _("A mandate to sign for %(name)s") % {"name": post.person.full_name}
    clash = _("This mandate cannot be given like that.")
    page = Page(title=title, submit=_("Give the mandate"), back=reverse("organisation:mandates"))
    return ask(request, form, act, page=page, clash=clash)
