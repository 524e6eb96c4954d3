"""The part of an incoming letter's page that belongs to its time before the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dispatch import policies
from dispatch.enums import IncomingStatus
from files import queries as files
from files.enums import MediaType
from web.intake.facts_form import facts_form

if TYPE_CHECKING:
    from dispatch.models import IncomingLetter
    from files.models import StoredFile
    from ui.request import OfficeRequest

PICTURES = {MediaType.PNG.value, MediaType.JPEG.value}


def context_of(request: OfficeRequest, found: IncomingLetter) -> dict[str, Any]:
    """Give what the page needs besides: how the file is looked at, and the facts to be written down."""
    context: dict[str, Any] = {"look": _look(found.file), "pages": files.preview_pages(found.file)}
    if found.status == IncomingStatus.ARRIVED:
        context["may_describe"] = policies.may_describe_arrival(request.actor, found)
        context["facts_form"] = facts_form(found)
    return context


def _look(file: StoredFile) -> str:
    """Say how the file is looked at: as PDF, as a picture, or not at all."""
    if file.media_type == MediaType.PDF:
        return "pdf"
    return "picture" if file.media_type in PICTURES else "none"
