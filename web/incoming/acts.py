"""The small acts: one form, one act, back to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.queries import dossiers_to_file_in
from dispatch import policies, queries
from dispatch.enums import AssignmentStatus
from dispatch.models import Extension, HandlingQuestion
from lib.calendar import local_day
from organisation.queries import may_in_any_post, posts_on
from ui.screens import screen
from web.incoming.finding import assignment_of, handling_of, letter_of
from web.organisation.asking import Page, ask
from workflow import replying
from workflow.incoming_letter import clocks, moves

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dispatch.models import Assignment
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

    May = Callable[[Actor, Any], Verdict]

REASON = gettext_lazy("Reason")


class Words(forms.Form):
    """A reason, a note, a report."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: object = REASON, required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label, self.fields["text"].required = label, required  # type: ignore[assignment]


class ProgressForm(forms.Form):
    """How far it has come."""

    percent = forms.IntegerField(label=gettext_lazy("Done, in hundredths"), min_value=0, max_value=100)
    note = forms.CharField(label=gettext_lazy("In words"), required=False, max_length=1000)


class TimeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=gettext_lazy("Until the day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=REASON, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DecideForm(forms.Form):
    """Granted or refused, and why."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("grant more time")), ("no", gettext_lazy("the deadline stays"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    answer = forms.CharField(label=gettext_lazy("Reason (needed to refuse)"), required=False, max_length=2000)


class QuestionForm(forms.Form):
    """Whom to ask what, until when."""

    posts = forms.MultipleChoiceField(label=gettext_lazy("Ask"), widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DossierForm(forms.Form):
    """Which dossier; the person sees only those they may file in."""

    dossier = forms.ChoiceField(label=gettext_lazy("Dossier"))


def _open_to(request: OfficeRequest, may: May, about: object) -> None:
    """Show a form only to those who may do what it asks, in a capacity they have.

    What is sent is judged by the operation, on the locked row: a refusal then stands on the form with the words typed.
    """
    if request.method == "GET":
        may_in_any_post(request.actor, request.at, lambda one: may(one, about)).enforce()


def _on_letter(
    move: Callable[..., object],
    argument: str,
    *,
    may: May,
    title: object,
    submit: object,
    label: object = REASON,
    required: bool = True,
    done: object = "",
    grave: bool = False,
) -> Callable[..., HttpResponse]:
    """Make the page of an act on the whole letter that takes words."""

    @screen(methods=("GET", "POST"))
    def page(request: OfficeRequest, pk: int) -> HttpResponse:
        letter = letter_of(request, pk)
        _open_to(request, may, handling_of(letter))
        form = Words(request.POST or None, label=label, required=required)

        def act() -> str:
            words = {argument: form.cleaned_data["text"]}
            move(letter=letter, by=request.actor, at=request.at, **words)
            return reverse("incoming:letter", args=[pk])

        back = reverse("incoming:letter", args=[pk])
        words = Page(
            title=str(title),
            submit=str(submit),
            back=back,
            said=str(letter.subject),
            done=str(done),
            grave=grave,
        )
        return ask(request, form, act, page=words)

    return page


def _on_part(
    move: Callable[..., object],
    argument: str,
    *,
    may: May,
    title: object,
    submit: object,
    label: object = REASON,
    required: bool = True,
    grave: bool = False,
    first: Callable[[Assignment], str] = lambda _assignment: "",
) -> Callable[..., HttpResponse]:
    """Make the page of an act on one assignment that takes words; ``first`` gives those that stand there already."""

    @screen(methods=("GET", "POST"))
    def page(request: OfficeRequest, key: int) -> HttpResponse:
        assignment = assignment_of(request, key)
        _open_to(request, may, assignment)
        initial = {"text": first(assignment)} if request.method == "GET" else None
        form = Words(request.POST or None, initial=initial, label=label, required=required)

        def act() -> str:
            words = {argument: form.cleaned_data["text"]}
            move(assignment=assignment, by=request.actor, at=request.at, **words)
            # whoever gave it away unopened may no longer see it; the list says so kindly
            return reverse("incoming:letter", args=[assignment.letter_id])

        back = reverse("incoming:letter", args=[assignment.letter_id])
        said = (
            f"{assignment.post.person if assignment.post else assignment.unit}: {assignment.letter.subject}"
        )
        words = Page(title=str(title), submit=str(submit), back=back, said=said, grave=grave)
        return ask(request, form, act, page=words)

    return page


def _at_once(move: Callable[..., object], done: object) -> Callable[..., HttpResponse]:
    """Make the act on one assignment that asks nothing."""

    @screen(methods=("POST",))
    def act(request: OfficeRequest, key: int) -> HttpResponse:
        assignment = assignment_of(request, key)
        move(assignment=assignment, by=request.actor, at=request.at)
        messages.success(request, str(done))
        return redirect("incoming:letter", assignment.letter_id)

    return act


def _reported_within(assignment: Assignment) -> str:
    """Give what was reported within a unit: its head reports it further, in these words or others."""
    within = [one for one in queries.assignments_of(assignment.letter) if one.parent_id == assignment.pk]
    return "\n".join(one.report for one in within if one.report and one.status == AssignmentStatus.DONE)


settle = _on_letter(
    moves.settle, "note", may=policies.may_settle, title=gettext_lazy("Nothing to be done"),
    submit=gettext_lazy("It is only filed"), label=gettext_lazy("Why"),
)  # fmt: skip
to_chief = _on_letter(
    moves.return_to_chief, "reason", may=policies.may_return_to_chief, title=gettext_lazy("Another proposal"),
    submit=gettext_lazy("Ask for it"),
)  # fmt: skip
confirm = _on_letter(
    moves.confirm, "note", may=policies.may_confirm, title=gettext_lazy("Confirm that it is done"),
    submit=gettext_lazy("Confirm"), label=gettext_lazy("Result"), required=False,
    done=gettext_lazy("Confirmed; an inner sender is told."),
)  # fmt: skip
send_back = _on_letter(
    moves.send_back, "reason", may=policies.may_confirm, title=gettext_lazy("Send it back to its lead"),
    submit=gettext_lazy("Send back"),
)  # fmt: skip
hand_back = _on_part(
    moves.hand_back, "reason", may=policies.may_hand_back, title=gettext_lazy("Hand back"),
    submit=gettext_lazy("Hand back"),
)  # fmt: skip
report = _on_part(
    moves.report, "text", may=policies.may_report, title=gettext_lazy("Report as done"),
    submit=gettext_lazy("Report"), label=gettext_lazy("What was done"), first=_reported_within,
)  # fmt: skip
send_back_report = _on_part(
    moves.send_back_report, "reason", may=policies.may_judge, title=gettext_lazy("Send back"),
    submit=gettext_lazy("Send back"),
)  # fmt: skip
take_away = _on_part(
    moves.take_away, "reason", may=policies.may_judge, title=gettext_lazy("Take away"),
    submit=gettext_lazy("Take away"), grave=True,
)  # fmt: skip
release = _on_part(
    moves.release, "reason", may=policies.may_release, title=gettext_lazy("No longer needed"),
    submit=gettext_lazy("No longer needed"),
)  # fmt: skip
pause = _on_part(
    clocks.pause, "reason", may=policies.may_pause, title=gettext_lazy("Stop the clock"),
    submit=gettext_lazy("Stop the clock"),
)  # fmt: skip
accept = _at_once(moves.accept, gettext_lazy("You have it in hand."))
resume = _at_once(clocks.resume, gettext_lazy("The clock runs again."))


@screen(methods=("POST",))
def accept_report(request: OfficeRequest, key: int) -> HttpResponse:
    """Accept what was reported within the unit; where nobody else is at work there, lead on to the unit's report."""
    assignment = assignment_of(request, key)
    moves.accept_report(assignment=assignment, by=request.actor, at=request.at)
    unit = assignment_of(request, assignment.parent_id) if assignment.parent_id else None
    if unit is not None and unit.status == AssignmentStatus.ACCEPTED:
        messages.success(request, _("Accepted. Nobody else of the unit is at work on it: report it further."))
        return redirect("incoming:report", unit.pk)
    messages.success(request, _("Accepted."))
    return redirect("incoming:letter", assignment.letter_id)


@screen(methods=("POST",))
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Fetch the directive back while nobody has opened it."""
    letter = letter_of(request, pk)
    moves.take_back_directive(letter=letter, by=request.actor, at=request.at)
    messages.success(request, _("Taken back; nobody had opened it."))
    return redirect("incoming:letter", pk)


@screen(methods=("GET", "POST"))
def progress(request: OfficeRequest, key: int) -> HttpResponse:
    """Tell how far it has come."""
    assignment = assignment_of(request, key)
    _open_to(request, policies.may_work_on, assignment)
    back = reverse("incoming:letter", args=[assignment.letter_id])
    initial = {"percent": assignment.progress, "note": assignment.progress_note}
    form = ProgressForm(request.POST or None, initial=initial)

    def act() -> str:
        moves.tell_progress(assignment=assignment, by=request.actor, at=request.at, **form.cleaned_data)
        return back

    return ask(
        request,
        form,
        act,
        page=Page(title=_("Progress"), submit=_("Save"), back=back, said=assignment.letter.subject),
    )


@screen(methods=("GET", "POST"))
def ask_for_time(request: OfficeRequest, key: int) -> HttpResponse:
    """Ask for more time."""
    assignment = assignment_of(request, key)
    _open_to(request, policies.may_ask_for_time, assignment)
    back = reverse("incoming:letter", args=[assignment.letter_id])
    form = TimeForm(request.POST or None)

    def act() -> str:
        clocks.ask_for_time(assignment=assignment, by=request.actor, at=request.at, **form.cleaned_data)
        return back

    title = _("Ask for more time")
    page = Page(title=title, submit=title, back=back, said=assignment.letter.subject)
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def decide_extension(request: OfficeRequest, key: int) -> HttpResponse:
    """Grant or refuse more time."""
    wish = _wish(request, key)
    _open_to(request, policies.may_decide_extension, wish)
    letter = wish.assignment.letter
    back = reverse("incoming:letter", args=[letter.pk])
    form = DecideForm(request.POST or None)

    def act() -> str:
        values = form.cleaned_data
        clocks.decide_extension(
            extension=wish,
            granted=values["granted"] == "yes",
            answer=values["answer"],
            by=request.actor,
            at=request.at,
        )
        return back

    said = _("%(name)s asks for time until %(day)s: “%(reason)s”") % {
        "name": wish.asked_by.person.full_name,
        "day": f"{wish.until:%d/%m/%Y}",
        "reason": wish.reason,
    }
    return ask(
        request,
        form,
        act,
        page=Page(title=_("Decide on more time"), submit=_("Decide"), back=back, said=said),
    )


@screen(methods=("GET", "POST"))
def ask_opinion(request: OfficeRequest, key: int) -> HttpResponse:
    """Ask colleagues for an opinion."""
    assignment = assignment_of(request, key)
    _open_to(request, policies.may_ask_opinion, assignment)
    back = reverse("incoming:letter", args=[assignment.letter_id])
    form = QuestionForm(request.POST or None)
    posts = {str(post.pk): post for post in posts_on(request.actor.organisation, local_day(request.at))}
    form.fields["posts"].choices = [  # type: ignore[attr-defined]
        (pk, f"{post.person.full_name}, {post.title}")
        for pk, post in posts.items()
        if post.person_id != getattr(request.actor.person, "pk", None)
    ]

    def act() -> str:
        values = form.cleaned_data
        clocks.ask_opinion(
            assignment=assignment,
            posts=[posts[pk] for pk in values["posts"]],
            question=values["question"],
            due_on=values["due_on"],
            by=request.actor,
            at=request.at,
        )
        return back

    return ask(request, form, act, page=Page(title=_("Ask for an opinion"), submit=_("Ask"), back=back))


@screen(methods=("GET", "POST"))
def answer(request: OfficeRequest, key: int) -> HttpResponse:
    """Give the opinion asked for."""
    question = _question(request, key)
    _open_to(request, policies.may_answer_question, question)
    back = reverse("incoming:letter", args=[question.letter_id])
    form = Words(request.POST or None, label=_("Opinion"))

    def act() -> str:
        clocks.answer(question=question, text=form.cleaned_data["text"], by=request.actor, at=request.at)
        return back

    page = Page(title=_("Give an opinion"), submit=_("Give it"), back=back, said=question.question)
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def no_longer(request: OfficeRequest, key: int) -> HttpResponse:
    """No longer ask."""
    question = _question(request, key)
    clocks.no_longer(question=question, by=request.actor, at=request.at)
    return redirect("incoming:letter", question.letter_id)


@screen(methods=("GET", "POST"))
def file_letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """File the finished letter into a dossier, or into a further one."""
    letter = letter_of(request, pk)
    handling = handling_of(letter)
    _open_to(request, lambda one, row: policies.may_file_incoming(one, letter, row), handling)
    back = reverse("incoming:letter", args=[pk])
    open_ones = {str(one.pk): one for one in dossiers_to_file_in(request.actor, request.at)}
    form = DossierForm(request.POST or None)
    form.fields["dossier"].choices = [(key, str(one)) for key, one in open_ones.items()]  # type: ignore[attr-defined]

    def act() -> str:
        dossier = open_ones[form.cleaned_data["dossier"]]
        moves.file_letter(letter=letter, dossier=dossier, by=request.actor, at=request.at)
        return back

    plan = reverse("dossiers:begin_plan")
    first = None if open_ones else (_("No dossier is open"), plan, _("File plan"))
    page = Page(
        title=_("File into a dossier"),
        submit=_("File it"),
        back=back,
        said=letter.subject,
        done=_("Filed."),
        first=first,
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def reply(request: OfficeRequest, pk: int) -> HttpResponse:
    """Begin a reply and go on drafting it."""
    letter = letter_of(request, pk)
    draft = replying.begin(incoming=letter, by=request.actor, at=request.at)
    messages.success(request, _("A reply is begun; it is linked to the incoming letter."))
    return redirect("letters:edit", draft.pk)


def _wish(request: OfficeRequest, key: int) -> Extension:
    try:
        wish = queries.extension_by_key(request.actor.organisation, key)
    except Extension.DoesNotExist:
        raise Http404 from None
    wish.assignment = assignment_of(request, wish.assignment_id)
    return wish


def _question(request: OfficeRequest, key: int) -> HandlingQuestion:
    try:
        question = queries.question_by_key(request.actor.organisation, key)
    except HandlingQuestion.DoesNotExist:
        raise Http404 from None
    letter_of(request, question.letter_id)
    return question
