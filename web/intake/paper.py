"""A letter that lies on the desk as paper: secrecy first (D19), then everything on one form; its scan may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.enums import Secrecy
from dispatch.errors import ArrivalMayBeDouble
from dispatch.operations import paper_arrivals
from files.operations import storing
from lib.calendar import local_day
from lib.refusal import Refusal
from ui.screens import render, screen
from web.intake import finding
from web.intake.facts_form import FactsForm
from web.intake.register_form import RegisterForm, kept, units_by_key
from web.organisation.asking import Page, ask
from web.registers.asked_once import AskedOnce
from workflow.incoming_letter import moves, starting

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from ui.request import OfficeRequest

UNREADABLE = 422
MOST_PAGES = 20_000
SCANS = ".pdf,.png,.jpg,.jpeg,.tif,.tiff"


class PaperForm(AskedOnce, RegisterForm, FactsForm):
    """What stands on the paper, and what the registry adds."""

    field_order = (
        "form_key", "issuer", "code", "dated_on", "kind", "subject", "signer", "signer_title", "urgency",
        "addressees", "arrival_day", "unit", "copies", "sheets", "page_count", "sender", "due_on",
        "field_of_work", "language", "note", "compared",
    )  # fmt: skip
    page_count = forms.IntegerField(
        label=gettext_lazy("Pages"), required=False, min_value=1, max_value=MOST_PAGES
    )
    secrecy = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper_received"].widget = forms.HiddenInput()
        for name in ("issuer", "subject"):
            self.fields[name].required = True


class ScanForm(forms.Form):
    """The scan of a letter registered on paper."""

    scan = forms.FileField(
        label=gettext_lazy("Scan (PDF or picture)"), widget=forms.FileInput(attrs={"accept": SCANS})
    )


class StrikeForm(forms.Form):
    """Why the letter stands in the book by mistake, and whether it goes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the register for ever, on the screen and on paper."),
    )
    returned = forms.BooleanField(
        label=gettext_lazy("It goes back to its sender, who is told"), required=False
    )


@screen(methods=("GET", "POST"))
def paper(request: OfficeRequest) -> HttpResponse:
    """Register a letter on paper; “save and next” asks for the next one with day, unit, field and kind kept."""
    policies.may_bring_in(request.actor).enforce()
    if request.method == "GET" and request.GET.get("secrecy") != Secrecy.NONE:
        return render(request, "intake/paper_first.html", {"said": request.GET.get("secrecy", "")})
    form = _form(request, double="compared_asked" in request.POST)
    doubles: list[IncomingLetter] = []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        alike = queries.registered_alike(
            request.actor.organisation, issuer=facts.issuer, code=facts.code, dated_on=facts.dated_on
        )
        doubles = list(alike)
        try:
            done = _register(request, form, doubles)
        except ArrivalMayBeDouble:  # said above the form, where the other can be opened
            form = _form(request, double=True)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Registered: arrival number %(n)s.") % {"n": done.allocation})
            here = f"{reverse('intake:paper')}?secrecy=none&{form.to_keep(done.kind)}"
            return redirect(here if "next" in request.POST else reverse("incoming:letter", args=[done.pk]))
    context = {
        "form": form,
        "doubles": doubles,
        "book": queries.arrivals_series(request.actor.organisation, local_day(request.at)),
    }
    return render(request, "intake/paper.html", context, status=UNREADABLE if form.errors or doubles else 200)


def _form(request: OfficeRequest, *, double: bool) -> PaperForm:
    initial = {"arrival_day": local_day(request.at), "copies": 1, "urgency": "normal", "paper_received": "on"}
    initial |= {"secrecy": request.GET.get("secrecy", ""), "kind": request.GET.get("kind", "")}
    initial |= kept(request.GET)
    form = PaperForm(request.POST or None, initial=initial, units=units_by_key(request), double=double)
    form.fields["issuer"].widget.attrs["autofocus"] = True  # one letter after the other, without the mouse
    return form


def _register(request: OfficeRequest, form: PaperForm, doubles: list[IncomingLetter]) -> IncomingLetter:
    said = form.cleaned_data["secrecy"]
    return starting.register_paper(
        secrecy=Secrecy(said) if said in Secrecy.values else None,
        facts=form.facts(),
        entry=form.entry(doubles),
        form_key=form.cleaned_data["form_key"],
        by=request.actor,
        at=request.at,
    )


@screen(methods=("GET", "POST"))
def add_scan(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lay the scan beside a letter registered on paper."""
    found = finding.incoming(request, pk)
    policies.may_scan_arrival(request.actor, found).enforce()
    form = ScanForm(request.POST or None, request.FILES or None)
    back = reverse("incoming:letter", args=[pk])

    def act() -> str:
        sent = form.cleaned_data["scan"]
        key = request.actor.organisation_key
        scan = storing.deposit(organisation_key=key, content=sent.read(), name=sent.name)
        paper_arrivals.add_scan(letter=found, scan=scan, by=request.actor, at=request.at)
        return back

    page = Page(
        title=_("Add the scan"),
        said=_("%(letter)s. The bytes are kept exactly as they are; pages are counted by the system.")
        % {"letter": found},
        submit=_("Add it"),
        done=_("The scan lies beside the letter."),
        back=back,
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def strike_out(request: OfficeRequest, pk: int) -> HttpResponse:
    """Strike a letter out of the book that was registered by mistake."""
    found = finding.incoming(request, pk)
    policies.may_strike_out(request.actor, found).enforce()
    form = StrikeForm(request.POST or None)

    def act() -> str:
        values = form.cleaned_data
        moves.strike_out(
            letter=found,
            reason=values["reason"],
            returned=values["returned"],
            by=request.actor,
            at=request.at,
        )
        return reverse("intake:letter", args=[pk])

    page = Page(
        title=_("Strike arrival %(n)s out of the book") % {"n": found.allocation},
        said=_(
            "For a letter registered by mistake. Its line stays, struck through, with the reason; the number is never "
            "given again; nobody is asked about the letter any more."
        ),
        submit=_("Strike it out"),
        done=_("It is struck out; the line stays."),
        back=reverse("incoming:letter", args=[pk]),
        grave=True,
    )
    return ask(request, form, act, page=page)
