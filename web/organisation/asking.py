"""One form on a narrow page: ask, act once, lead on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import DataError, IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.refusal import Refusal
from ui.screens import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


@dataclass(frozen=True, kw_only=True)
class Page:
    """The words around a form. ``first`` is what to do before: a sentence, an address and its label."""

    title: str
    submit: str
    back: str
    said: str = ""
    done: str = ""
    grave: bool = False
    first: tuple[str, str, str] | None = None


def ask(
    request: OfficeRequest, form: Form, act: Callable[[], str], *, page: Page, clash: str = ""
) -> HttpResponse:
    """Ask, act once, and lead on to where ``act`` says; what the rows forbid is said as ``clash``."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                where = act()
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except (IntegrityError, DataError):
            form.add_error(None, clash or _("This cannot be recorded like that."))
        else:
            messages.success(request, page.done or _("It is recorded."))
            return redirect(where)
    context = {"form": form, "page": page}
    return render(request, "organisation/form.html", context, status=UNREADABLE if form.errors else 200)
