"""Choose whether the daily mail comes. No event: it changes nothing of the office's work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notices.models import MailChoice
from organisation.models.actor import Actor


@transaction.atomic
def choose_mail(*, wanted: bool, by: Actor, at: datetime) -> MailChoice:
    """Let the daily mail come to whoever acts, or stop it; only for oneself."""
    if by.person is None:
        raise ValueError("a machine reads no mail")
    choice, _made = MailChoice.objects.update_or_create(
        organisation=by.organisation, person=by.person, defaults={"wanted": wanted, "chosen_at": at}
    )
    return choice
