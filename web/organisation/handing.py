"""The work somebody has in hand, and handing it over. Who only administers sees that there is a letter, not which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.policies import may_pass_on
from archive.queries import kept_by
from dispatch import policies
from dispatch import queries as letters
from dispatch.enums import LetterStatus
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation import queries
from organisation.models import Person
from ui.screens import render, screen
from web.organisation.asking import UNREADABLE
from web.organisation.forms import HandOverForm, WhyForm
from workflow.in_hand import Task, in_hand
from workflow.outgoing_letter import moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms import Form

    from organisation.models import Post
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest


@dataclass(frozen=True)
class Row:
    """A letter in hand as it is listed; ``subject`` is empty for whoever may not read the letter."""

    task: Task
    status: str
    subject: str
    waits: bool
    chosen: bool


def may_see_work(actor: Actor, posts: Iterable[Post]) -> bool:
    """Say whether ``actor`` may ask what these posts have in hand: an administrator, or head of one of their units."""
    return any(policies.may_give_work_of(actor, post.unit_id) for post in posts)


def work_of(actor: Actor, posts: Iterable[Post]) -> list[Task]:
    """Give what of these posts' work ``actor`` may hand over."""
    return [task for task in in_hand(posts) if _may_give(actor, task)]


@screen(methods=("GET", "POST"))
def work(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what somebody has in hand; hand the chosen letters over to a colleague."""
    person, posts = whose(request, pk)
    tasks = work_of(request.actor, posts)
    chosen = _chosen(request, [task for task in tasks if not task.is_to_sign])
    form = HandOverForm(
        request.POST if request.method == "POST" else None, colleagues=_colleagues(request, tasks)
    )
    if request.method == "POST" and _is_ready(form, chosen):
        to = form.colleagues[form.cleaned_data["to"]]
        try:
            count = moves.hand_over(
                held=[(task.letter, task.post) for task in chosen],
                to=to,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext(
                "%(n)d letter was handed over to %(name)s.",
                "%(n)d letters were handed over to %(name)s.",
                count,
            )
            messages.success(request, said % {"n": count, "name": to.person.full_name})
            return redirect("organisation:work", pk)
    return _page(request, person, tasks, form=form, signer_form=WhyForm(auto_id="signer_%s"))


@screen(methods=("POST",))
def take_from_signer(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give letters somebody can no longer sign back to those who draft them."""
    person, posts = whose(request, pk)
    tasks = work_of(request.actor, posts)
    chosen = _chosen(request, [task for task in tasks if task.is_to_sign])
    form = WhyForm(request.POST, auto_id="signer_%s")
    if _is_ready(form, chosen):
        try:
            count = moves.take_from_signer(
                letters=[task.letter for task in chosen],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext(
                "%(n)d letter went back to be drafted.", "%(n)d letters went back to be drafted.", count
            )
            messages.success(request, said % {"n": count})
            return redirect("organisation:work", pk)
    empty = HandOverForm(colleagues=_colleagues(request, tasks))
    return _page(request, person, tasks, form=empty, signer_form=form)


def _page(
    request: OfficeRequest, person: Person, tasks: Sequence[Task], *, form: HandOverForm, signer_form: WhyForm
) -> HttpResponse:
    rows = _rows(request, tasks)
    context = {
        "person": person,
        "total": len(rows),
        "dossiers": sum(bool(may_pass_on(request.actor, one)) for one in kept_by(person)),
        "assignments": sum(letters.open_parts_of_post(post) for post in queries.all_posts_of(person)),
        "to_give": [row for row in rows if not row.task.is_to_sign],
        "to_sign": [row for row in rows if row.task.is_to_sign],
        "form": form,
        "signer_form": signer_form,
    }
    wrong = form.errors or signer_form.errors
    return render(request, "organisation/work.html", context, status=UNREADABLE if wrong else 200)


def _rows(request: OfficeRequest, tasks: Sequence[Task]) -> list[Row]:
    seen = letters.letters_visible_to(request.actor, request.at)
    readable = set(seen.filter(pk__in=[task.letter.pk for task in tasks]).values_list("pk", flat=True))
    marked = set(request.POST.getlist("letter")) if request.method == "POST" else None
    return [
        Row(
            task=task,
            status=str(LetterStatus(task.letter.status).label),
            subject=(task.letter.subject or _("(no subject yet)")) if task.letter.pk in readable else "",
            waits=task.item is not None,
            chosen=marked is None or str(task.letter.pk) in marked,
        )
        for task in tasks
    ]


def _may_give(actor: Actor, task: Task) -> bool:
    if task.is_to_sign:
        return bool(policies.may_take_from_signer(actor, task.letter))
    return bool(policies.may_give_on(actor, task.letter, task.post))


def _colleagues(request: OfficeRequest, tasks: Sequence[Task]) -> list[Post]:
    """Give those who may take over at least one of the letters, in protocol order."""
    posts = queries.posts_on(request.actor.organisation, local_day(request.at))
    pairs = [(task.letter, task.post) for task in tasks if not task.is_to_sign]
    return [
        post
        for post in posts
        if any(
            policies.may_hand_over(request.actor, letter, holder, post, request.at)
            for letter, holder in pairs
        )
    ]


def _chosen(request: OfficeRequest, tasks: Iterable[Task]) -> list[Task]:
    marked = set(request.POST.getlist("letter"))
    return [task for task in tasks if str(task.letter.pk) in marked]


def _is_ready(form: Form, chosen: Sequence[Task]) -> bool:
    if not form.is_valid():
        return False
    if not chosen:
        form.add_error(None, _("Choose at least one letter."))
    return bool(chosen)


def whose(request: OfficeRequest, pk: int) -> tuple[Person, list[Post]]:
    """Give a person with all posts ever held; refuse whoever may not hand over any of the work."""
    try:
        person = queries.person_of(request.actor.organisation, pk)
    except Person.DoesNotExist:
        raise Http404 from None
    posts = list(queries.all_posts_of(person))
    if not may_see_work(request.actor, posts) and not work_of(request.actor, posts):
        policies.may_give_work_of(request.actor, 0).enforce()
    return person, posts
