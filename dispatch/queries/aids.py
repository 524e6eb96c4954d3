"""Reading the phrases and model letters a person may use."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dispatch.enums import Reach
from dispatch.models import LetterModel, OutgoingLetter, Phrase
from organisation.models.actor import Actor


def phrases_for(actor: Actor) -> QuerySet[Phrase]:
    """Give the phrases ``actor`` may use, by key."""
    return Phrase.objects.filter(_usable(actor)).select_related("unit").order_by("key", "id")


def models_for(actor: Actor) -> QuerySet[LetterModel]:
    """Give the models ``actor`` may use, by kind and title."""
    return LetterModel.objects.filter(_usable(actor)).select_related("unit").order_by("kind", "title", "id")


def models_for_letter(actor: Actor, letter: OutgoingLetter) -> QuerySet[LetterModel]:
    """Give the models of the letter's kind that ``actor`` may use."""
    return models_for(actor).filter(kind=letter.kind)


def _usable(actor: Actor) -> Q:
    post = actor.acting_post
    mine = Q(reach=Reach.OFFICE)
    if post is not None:
        mine |= Q(reach=Reach.UNIT, unit=post.unit_id)
    if actor.person is not None:
        mine |= Q(reach=Reach.OWN, person=actor.person)
    return mine & Q(organisation=actor.organisation, retired_at__isnull=True)
