"""Acting with a reason that is asked for on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import ReasonIsMissing
from web.letters.forms import ReasonForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.request import OfficeRequest

UNREADABLE = 422


def acted(request: OfficeRequest, act: Callable[[str], None]) -> tuple[ReasonForm, int | None]:
    """Act with the reason sent; give the form and the status to show it with, None once the act is done.

    A reason that is none is said at its field; every other refusal is raised.
    """
    form = ReasonForm(request.POST or None)
    if request.method != "POST":
        return form, 200
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except ReasonIsMissing as refusal:
            form.add_error("reason", str(refusal))
        else:
            return form, None
    return form, UNREADABLE
