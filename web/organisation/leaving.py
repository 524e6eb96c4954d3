"""How people leave and how they get in again: posts, employments, mandates and passwords end or begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.queries import kept_by
from lib.calendar import local_day
from organisation import policies, queries
from organisation.models import Person
from organisation.operations import ending, passwords
from ui.screens import screen
from web.organisation.asking import Page, ask
from web.organisation.forms import EndPostForm, PasswordForm, WhyForm
from workflow.in_hand import in_hand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from organisation.models import Post
    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def end_post(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let a post end with a day; its row and all that was done in it stay."""
    policies.may_administer(request.actor).enforce()
    post = queries.all_posts_in(request.actor.organisation).filter(pk=pk).first()
    if post is None:
        raise Http404
    policies.may_end_post(request.actor, post, local_day(request.at)).enforce()
    form = EndPostForm(request.POST or None, initial={"last_day": post.valid_until or local_day(request.at)})

    def act() -> str:
        ending.end_post(post=post, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:person", args=[post.person_id])

    page = Page(
        title=_("End a post of %(name)s") % {"name": post.person.full_name},
        said=_("%(title)s, %(unit)s. Delegations and mandates of this post end with the same day.")
        % {"title": post.title, "unit": post.unit.name},
        submit=_("End the post"),
        back=reverse("organisation:person", args=[post.person_id]),
        grave=True,
        first=_hand_over_first(post.person, [post]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def let_go(request: OfficeRequest, pk: int) -> HttpResponse:
    """End an employment at once."""
    policies.may_administer(request.actor).enforce()
    person = _person(request, pk)
    policies.may_let_go(request.actor, person).enforce()
    form = WhyForm(request.POST or None)

    def act() -> str:
        ending.let_go(person=person, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:person", args=[pk])

    page = Page(
        title=_("End the employment of %(name)s") % {"name": person.full_name},
        said=_(
            "It takes effect at once: every post ends today, delegations and mandates end, certificates are retired, "
            "the sign-in is closed and running sessions end. What this person did stays in the log under this name."
        ),
        submit=_("End the employment"),
        back=reverse("organisation:person", args=[pk]),
        grave=True,
        first=_hand_over_first(person, list(queries.all_posts_of(person))),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def give_password(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give somebody a temporary password."""
    policies.may_administer(request.actor).enforce()
    person = _person(request, pk)
    policies.may_give_password(request.actor, person).enforce()
    form = PasswordForm(request.POST or None)

    def act() -> str:
        passwords.give_new(person=person, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:person", args=[pk])

    page = Page(
        title=_("A new password for %(name)s") % {"name": person.full_name},
        said=_("Every session of this person ends. The log tells that you gave a password, not which."),
        submit=_("Give the password"),
        back=reverse("organisation:person", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let somebody who had left sign in again."""
    policies.may_administer(request.actor).enforce()
    person = _person(request, pk)
    policies.may_take_back(request.actor, person).enforce()
    form = PasswordForm(request.POST or None)

    def act() -> str:
        passwords.take_back(person=person, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:appoint", args=[pk])

    page = Page(
        title=_("%(name)s works here again") % {"name": person.full_name},
        said=_("Former posts, delegations and mandates stay ended; a post is given on the next page."),
        submit=_("Let sign in again"),
        back=reverse("organisation:person", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def end_mandate(request: OfficeRequest, pk: int) -> HttpResponse:
    """End a mandate to sign at once."""
    policies.may_administer(request.actor).enforce()
    mandate = queries.mandates_of(request.actor.organisation).filter(pk=pk).first()
    if mandate is None:
        raise Http404
    form = WhyForm(request.POST or None)

    def act() -> str:
        ending.revoke_mandate(mandate=mandate, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:person", args=[mandate.post.person_id])

    page = Page(
        title=_("End a mandate of %(name)s") % {"name": mandate.post.person.full_name},
        said=_("%(lines)s. It ends at once; what was signed by it stands.")
        % {"lines": " / ".join(mandate.authority_lines)},
        submit=_("End the mandate"),
        back=reverse("organisation:person", args=[mandate.post.person_id]),
        grave=True,
    )
    return ask(request, form, act, page=page)


def _person(request: OfficeRequest, pk: int) -> Person:
    try:
        return queries.person_of(request.actor.organisation, pk)
    except Person.DoesNotExist:
        raise Http404 from None


def _hand_over_first(person: Person, posts: Iterable[Post]) -> tuple[str, str, str] | None:
    """Say what is still in hand, and where it is handed over; None when nothing is."""
    count = len(in_hand(posts))
    if not count:
        return _dossiers_first(person)
    words = ngettext("%(n)d letter is still in hand.", "%(n)d letters are still in hand.", count) % {
        "n": count
    }
    return words, reverse("organisation:everything", args=[person.pk]), _("Hand everything over")


def _dossiers_first(person: Person) -> tuple[str, str, str] | None:
    """Say how many dossiers are still kept: they are handed over too (Decree 30/2020 Art. 31)."""
    count = kept_by(person).count()
    if not count:
        return None
    words = ngettext("%(n)d dossier is still kept.", "%(n)d dossiers are still kept.", count) % {"n": count}
    return words, reverse("dossiers:pass_on", args=[person.pk]), _("Hand the dossiers over")
