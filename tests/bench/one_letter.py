"""Bring one outgoing letter of the demo office to its signer, from within that office's own settings."""

from __future__ import annotations

from django.utils import timezone

from dispatch.operations import drafting
from organisation.models import Post
from organisation.models.actor import Actor
from tests.workflow.office import BODY
from workflow import queries
from workflow.outgoing_letter import moves, starting


def main() -> None:
    """Draft, submit and check it; the office's workers lay it out. Called through ``manage.py shell``."""
    rows = Post.objects.select_related("person", "unit", "organisation").filter(organisation__code="SNV")
    people = {post.person.username: Actor.for_post(post) for post in rows}
    minh = people["minh"]
    assert minh.acting_post is not None and people["binh"].acting_post is not None
    letter = starting.start(kind="cong_van", unit=minh.acting_post.unit, by=minh, at=timezone.now())
    content = letter.draft.with_fields(
        {
            "subject": "Rà soát văn bản điện tử",
            "addressees": ["Ủy ban nhân dân các xã"],
            "body": BODY,
            "signer_post_id": people["binh"].acting_post.pk,
        }
    )
    drafting.save_version(
        letter=letter, content=content, base_version=letter.version_number, by=minh, at=timezone.now()
    )
    for name, move in (
        ("minh", moves.submit),
        ("hoa", moves.check_content),
        ("dung", moves.check_format),
    ):
        move(item=queries.open_items_of(letter).get(), by=people[name], at=timezone.now())
