"""What senders recall from this office, with its answer; and what receivers of the office's own letters say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dispatch import policies, queries
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingRecall, RecallRequest
from dispatch.operations import recall_asking
from lib.refusal import Refusal
from ui.paging import paginate
from ui.screens import render, screen
from workflow.incoming_letter import recalled

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


class AnswerForm(forms.Form):
    """Cancelled, or refused and why."""

    agreed = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason or note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A refusal needs a reason that the sender can understand."),
    )

    def __init__(self, data: object, *, yes: str, no: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["agreed"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]


@screen()
def recalls(request: OfficeRequest) -> HttpResponse:
    """List what senders recall from this office: what waits for an answer first, then the newest."""
    policies.may_read_intake(request.actor).enforce()
    rows = queries.incoming_recalls_of(request.actor.organisation)
    waiting = list(rows.filter(state=RecallAnswer.ASKED))
    page = paginate(rows.exclude(state=RecallAnswer.ASKED), request)
    total = page.total + len(waiting)
    said = ngettext("%(n)d recall by senders", "%(n)d recalls by senders", total) % {"n": total}
    said += ": " + _("%(n)d wait for an answer.") % {"n": len(waiting)}
    context = {"waiting": waiting, "page": page, "said": said}
    return render(request, "recalls/list.html", context)


@screen(methods=("GET", "POST"))
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """Cancel the letter its sender recalls, or refuse with a reason."""
    policies.may_read_intake(request.actor).enforce()
    try:
        recall = queries.incoming_recall_by_key(request.actor.organisation, pk)
    except IncomingRecall.DoesNotExist:
        raise Http404 from None
    form = AnswerForm(request.POST or None, yes=_("The letter is cancelled here"), no=_("Refuse the recall"))

    def act(agreed: bool, reason: str) -> None:  # noqa: FBT001 -- the answer itself
        recalled.answer(recall=recall, agreed=agreed, reason=reason, by=request.actor, at=request.at)

    told = _("Answered. The sender is told.")
    if _done(request, form, act, told):
        return redirect("recalls:list")
    may = policies.may_answer_recall(request.actor, recall)
    context = {"recall": recall, "form": form, "may": may}
    return render(request, "recalls/answer.html", context, status=UNREADABLE if form.is_bound else 200)


@screen(methods=("GET", "POST"))
def note(request: OfficeRequest, pk: int) -> HttpResponse:
    """Note what a receiver without a system of this installation says."""
    asked = _request_of(request, pk)
    form = AnswerForm(request.POST or None, yes=_("Cancelled, or the paper came back"), no=_("Refused"))

    def act(agreed: bool, reason: str) -> None:  # noqa: FBT001 -- the answer itself
        recall_asking.note_answer(request=asked, agreed=agreed, note=reason, by=request.actor, at=request.at)

    if _done(request, form, act, _("Noted.")):
        return redirect("letters:detail", asked.recall.letter_id)
    may = policies.may_note_answer(request.actor, asked)
    context = {"asked": asked, "letter": asked.recall.letter, "form": form, "may": may}
    return render(request, "recalls/note.html", context, status=UNREADABLE if form.is_bound else 200)


def _request_of(request: OfficeRequest, pk: int) -> RecallRequest:
    """Give a question of the office about a letter this person may see."""
    try:
        asked = queries.recall_request_by_key(request.actor.organisation, pk)
    except RecallRequest.DoesNotExist:
        raise Http404 from None
    if not policies.may_read(request.actor, asked.recall.letter, request.at):
        raise Http404
    return asked


def _done(request: OfficeRequest, form: AnswerForm, act: Callable[[bool, str], None], told: str) -> bool:
    """Do the act of a form that was sent in and can be read; say whether it was done."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data["agreed"] == "yes", form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, told)
    return True
