"""What the mails of the office carry: chosen by whoever administers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch.operations import mail_form, sending
from organisation import policies
from ui.screens import screen
from web.organisation.asking import Page, ask
from web.sending.forms import MailFormForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def mail(request: OfficeRequest) -> HttpResponse:
    """Choose between the file and the link."""
    policies.may_administer(request.actor).enforce()
    now = mail_form.form_of(request.actor.organisation)
    form = MailFormForm(request.POST or None, initial={"form": now.value})

    def act() -> str:
        chosen = mail_form.MailForm(form.cleaned_data["form"])
        mail_form.choose(form=chosen, by=request.actor, at=request.at)
        return reverse("sending:mail")

    said = _("Choosing the file again ends every link that was sent.")
    if not sending.mail_is_set_up():
        said = _("The installation names no mail server yet, so nothing is sent by mail.") + " " + said
    page = Page(
        title=_("Letters by mail"), said=said, submit=_("Choose"), back=reverse("organisation:office")
    )
    return ask(request, form, act, page=page)
