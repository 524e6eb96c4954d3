"""The directory of correspondents and the saved groups of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import GroupScope
from dispatch.models import Correspondent, RecipientGroup
from dispatch.operations import directory as acts
from lib.calendar import local_day
from organisation.enums import Duty
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.asking import Page, ask
from web.sending.forms import CorrespondentForm, GroupForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen()
def directory(request: OfficeRequest) -> HttpResponse:
    """List whom the office writes to, and the groups this person may use."""
    actor = request.actor
    page = paginate(queries.correspondents_of(actor.organisation), request, per_page=100)
    groups = list(queries.groups_for(actor))
    context = {
        "page": page,
        "may_keep": policies.may_keep_directory(actor),
        "groups": [(group, policies.may_keep_group(actor, group)) for group in groups],
    }
    return render(request, "sending/directory.html", context)


@screen(methods=("GET", "POST"))
def enter(request: OfficeRequest) -> HttpResponse:
    """Write somebody into the directory."""
    policies.may_keep_directory(request.actor).enforce()
    form = _form(request, {})

    def act() -> str:
        acts.enter(destination=form.destination(), by=request.actor, at=request.at)
        return reverse("sending:directory")

    page = Page(title=_("New in the directory"), submit=_("Enter"), back=reverse("sending:directory"))
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    policies.may_keep_directory(request.actor).enforce()
    row = _correspondent(request, pk)
    form = _form(request, CorrespondentForm.shown(row))

    def act() -> str:
        acts.correct(correspondent=row, destination=form.destination(), by=request.actor, at=request.at)
        return reverse("sending:directory")

    return ask(
        request, form, act, page=Page(title=row.name, submit=_("Save"), back=reverse("sending:directory"))
    )


@screen(methods=("POST",))
def retire(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take an entry out."""
    acts.retire(correspondent=_correspondent(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("It is out of the directory; letters that went there keep it."))
    return redirect("sending:directory")


@screen(methods=("GET", "POST"))
def new_group(request: OfficeRequest) -> HttpResponse:
    """Save a new group."""
    return _group_page(request, None)


@screen(methods=("GET", "POST"))
def group(request: OfficeRequest, pk: int) -> HttpResponse:
    """Save a group anew."""
    return _group_page(request, _group(request, pk))


@screen(methods=("POST",))
def remove_group(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a group away."""
    acts.remove_group(group=_group(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("The group is removed; letters addressed with it keep their recipients."))
    return redirect("sending:directory")


def _group_page(request: OfficeRequest, row: RecipientGroup | None) -> HttpResponse:
    known = list(queries.correspondents_of(request.actor.organisation))
    initial = {}
    if row is not None:
        members = [str(one.pk) for one in queries.members_of(row)]
        initial = {"name": row.name, "scope": row.scope, "members": members}
    scopes = [row.scope] if row is not None else _scopes(request)
    form = GroupForm(request.POST or None, initial=initial, known=known, scopes=scopes)

    def act() -> str:
        acts.save_group(
            name=form.cleaned_data["name"],
            scope=GroupScope(form.cleaned_data["scope"]),
            members=form.chosen(),
            group=row,
            by=request.actor,
            at=request.at,
        )
        return reverse("sending:directory")

    title = row.name if row is not None else _("New group")
    page = Page(title=title, submit=_("Save the group"), back=reverse("sending:directory"))
    return ask(request, form, act, page=page)


def _scopes(request: OfficeRequest) -> list[str]:
    office = [GroupScope.OFFICE.value] if request.actor.has_duty(Duty.REGISTRY_CLERK) else []
    return [*office, GroupScope.UNIT.value, GroupScope.PRIVATE.value]


def _form(request: OfficeRequest, initial: dict[str, object]) -> CorrespondentForm:
    organisation, day = request.actor.organisation, local_day(request.at)
    return CorrespondentForm(request.POST or None, initial=initial, organisation=organisation, day=day)


def _correspondent(request: OfficeRequest, pk: int) -> Correspondent:
    try:
        return queries.correspondent_of(request.actor.organisation, pk)
    except Correspondent.DoesNotExist:
        raise Http404 from None


def _group(request: OfficeRequest, pk: int) -> RecipientGroup:
    try:
        return queries.groups_for(request.actor).get(pk=pk)
    except RecipientGroup.DoesNotExist:
        raise Http404 from None
