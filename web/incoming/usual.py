"""What a leader usually writes, and to whom: data of the office, so that one tap is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import queries
from web.incoming.naming import Choice, choices_of

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor

MOST = 4
# Offered until the office keeps words of its own. Directives are written in Vietnamese.
FIRST_WORDS = (
    "Giao chủ trì tham mưu giải quyết theo quy định.",
    "Nghiên cứu, tham mưu văn bản trả lời.",
    "Để biết và triển khai thực hiện.",
    "Báo cáo kết quả trước thời hạn.",
)


def phrases_for(actor: Actor) -> list[str]:
    """Give the words the office and this person keep for directives, else the first ones."""
    return [one.text for one in queries.directive_phrases(actor)] or list(FIRST_WORDS)


def usual_leads(actor: Actor, at: datetime) -> list[Choice]:
    """Give those this leader named lead most often, then the units in their order, a few in all."""
    known = choices_of(actor.organisation, at)
    often = [f"u{unit}" if unit else f"p{post}" for unit, post in queries.usual_leads(actor)]
    units = [key for key, one in known.items() if one.unit is not None and key not in often]
    return [known[key] for key in [*often, *units] if key in known][:MOST]
