"""Standing in: given by the holder of a post or an administrator, for some days and duties, and ended again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.calendar import local_day
from organisation import policies, queries
from organisation.enums import Duty
from organisation.operations import delegating
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.asking import Page, ask
from web.organisation.forms import DelegationForm
from web.organisation.reading import duties_of
from web.organisation.tabs import tabs_for

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen()
def delegations(request: OfficeRequest) -> HttpResponse:
    """Show every delegation ever given, the newest first; what is over stays in sight."""
    day = local_day(request.at)
    page = paginate(queries.delegations_of(request.actor.organisation), request)
    rows = [
        (
            row,
            duties_of(row.duties),
            row.revoked_at is None and row.valid_until >= day,
            policies.may_revoke(request.actor, row),
        )
        for row in page.rows
    ]
    context = {
        "tabs": tabs_for("delegations", request.actor),
        "page": page,
        "rows": rows,
        "may_give": request.actor.represented is None,
    }
    return render(request, "organisation/delegations.html", context)


@screen(methods=("GET", "POST"))
def give(request: OfficeRequest) -> HttpResponse:
    """Let a colleague act for one of one's posts; an administrator for anybody's."""
    day = local_day(request.at)
    posts = list(queries.posts_on(request.actor.organisation, day))
    mine = [
        post
        for post in posts
        if request.actor.has_duty(Duty.ADMINISTRATOR) or post.person_id == request.user.pk
    ]
    form = DelegationForm(
        request.POST or None,
        principals=mine,
        delegates=posts,
        initial={"since": day, "duties": _own_duties(request)},
    )

    def act() -> str:
        values = form.cleaned_data
        delegating.delegate(
            principal=form.principals[values["principal"]],
            delegate=form.delegates[values["delegate"]],
            duties=[Duty(code) for code in values["duties"]],
            since=values["since"],
            until=values["until"],
            reason=values["reason"],
            by=request.actor,
            at=request.at,
        )
        return reverse("organisation:delegations")

    page = Page(
        title=_("Let a colleague stand in"),
        submit=_("Delegate"),
        back=reverse("organisation:delegations"),
        done=_("The delegation stands. The log names both people."),
        said=_(
            "A delegation carries no right to sign; that is a mandate. What was delegated is not passed on further."
        ),
    )
    return ask(request, form, act, page=page, clash=_("The same delegation stands already."))


def _own_duties(request: OfficeRequest) -> list[str]:
    return list(request.actor.post.duties) if request.actor.post else []


@screen(methods=("POST",))
def end(request: OfficeRequest, pk: int) -> HttpResponse:
    """End a delegation now; what was done by it stands."""
    row = queries.delegations_of(request.actor.organisation).filter(pk=pk).first()
    if row is None:
        raise Http404
    delegating.revoke(delegation=row, by=request.actor, at=request.at)
    messages.success(request, _("The delegation has ended. What was done by it stands."))
    return redirect("organisation:delegations")
