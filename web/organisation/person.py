"""One person: posts, mandates and delegations, and for those who may, what they have in hand and how they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from lib.calendar import local_day
from organisation import policies, queries
from organisation.enums import Duty
from organisation.models import Person
from signing import queries as signatures
from ui.screens import render, screen
from web.organisation.handing import may_see_work, work_of
from web.organisation.reading import duties_of, in_force, with_kinds

if TYPE_CHECKING:
    from datetime import date

    from organisation.models import Delegation, Post, SigningMandate
    from ui.request import OfficeRequest


@screen()
def person(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show a person's posts, past ones too, and what they may do for others."""
    organisation, day, actor = request.actor.organisation, local_day(request.at), request.actor
    try:
        found = queries.person_of(organisation, pk)
    except Person.DoesNotExist:
        raise Http404 from None
    posts = list(queries.all_posts_of(found))
    may_administer = policies.may_administer(actor)
    work = work_of(actor, posts) if may_see_work(actor, posts) or actor.has_duty(Duty.HEAD) else []
    sees_work = bool(work) or may_see_work(actor, posts)
    context = {
        "person": found,
        "posts": [
            (post, duties_of(post.duties), _days(post, day), policies.may_end_post(actor, post, day))
            for post in posts
        ],
        "delegations": [
            (row, duties_of(row.duties), _live(row, day), in_force(row, day), policies.may_revoke(actor, row))
            for row in queries.delegations_of(organisation, person=found)
        ],
        "mandates": [
            (with_kinds(row), _mandate_lives(row, day))
            for row in queries.mandates_of(organisation, person=found)
        ],
        "may_administer": may_administer,
        "may_delegate": any(
            policies.may_delegate(actor, post, day) for post in posts if _days(post, day) == "now"
        ),
        "may_let_go": policies.may_let_go(actor, found),
        "sees_work": sees_work,
        "in_hand": len(work),
        "certificates": signatures.certificates_of(organisation, person=found) if may_administer else [],
    }
    return render(request, "organisation/person.html", context)


def _days(post: Post, day: date) -> str:
    """Say whether a post is over, held now, or still to come."""
    if post.valid_until is not None and post.valid_until < day:
        return "over"
    return "now" if post.valid_from <= day else "later"


def _live(row: Delegation, day: date) -> bool:
    return row.revoked_at is None and row.valid_until >= day


def _mandate_lives(row: SigningMandate, day: date) -> bool:
    return row.revoked_at is None and (row.valid_until is None or row.valid_until >= day)
