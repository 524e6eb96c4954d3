"""Who may be chosen to sign, and who of them is away today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.calendar import local_day
from organisation.queries import mandates_on, posts_on, standing_in_for

if TYPE_CHECKING:
    from datetime import date, datetime

    from organisation.models import Organisation


@dataclass(frozen=True)
class Signer:
    """One possible signer: with the words of the mandate, and who stands in while they are away."""

    post_key: int
    name: str
    label: str
    stand_in: str = ""
    until: date | None = None


def signers_for(organisation: Organisation, at: datetime, *, kind: str) -> list[Signer]:
    """Give those with a mandate to sign letters of ``kind`` today, in protocol order."""
    day = local_day(at)
    found: dict[int, Signer] = {}
    for mandate in mandates_on(organisation, day, kind=kind):
        post = mandate.post
        if post.pk in found:
            continue
        away = standing_in_for(post, day).first()
        name = post.person.full_name
        label = f"{name} – {' '.join(mandate.authority_lines) or post.title}"
        if away is None:
            found[post.pk] = Signer(post.pk, name, label)
        else:
            found[post.pk] = Signer(post.pk, name, label, away.delegate.person.full_name, away.valid_until)
    return list(found.values())


def colleagues_of(organisation: Organisation, at: datetime) -> list[tuple[int, str]]:
    """Give everybody in office today, who may sign beside the signer, in protocol order."""
    posts = posts_on(organisation, local_day(at))
    return [(post.pk, f"{post.person.full_name} – {post.title}") for post in posts]
