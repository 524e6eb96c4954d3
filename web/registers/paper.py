"""Letters signed on paper: numbered directly by the clerk, their scan at once or later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import errors, policies, queries
from dispatch.enums import Medium, Secrecy
from dispatch.models.content import MOST_COPIES, DraftContent
from dispatch.models.kinds import kinds_of
from dispatch.operations import paper as papers
from dispatch.operations.paper import PaperLetter
from files.errors import FileRefused
from files.operations import storing
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation.queries import mandates_of, period_on, posts_on
from ui.screens import render, screen
from web.letters import numbering
from web.letters.finding import letter_of
from web.letters.forms import readable
from web.letters.numbering import NumberChoice
from web.registers.asked_once import AskedOnce
from workflow import paper_letters

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from files.operations.storing import Deposit
    from ui.request import OfficeRequest

UNREADABLE = 422
PDF = "application/pdf,.pdf"
READ = (
    "kind",
    "subject",
    "signer",
    "signed_on",
    "drafter",
    "addressees",
    "recipients",
    "keep_line",
    "copies",
)


class SecrecyForm(forms.Form):
    """Asked before anything is typed or sent (design D19)."""

    secrecy = forms.ChoiceField(
        label=gettext_lazy("Secrecy"), choices=Secrecy.choices, widget=forms.RadioSelect
    )


class _ScanField(forms.FileField):
    """A scan in PDF."""

    def __init__(self, *, required: bool, help_text: Any) -> None:
        widget = forms.FileInput(attrs={"accept": PDF})
        super().__init__(
            label=gettext_lazy("Scan (PDF)"),
            required=required,
            max_length=255,
            allow_empty_file=True,
            widget=widget,
            help_text=help_text,
        )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class PaperForm(AskedOnce, NumberChoice):
    """What the clerk reads off the paper, in the order of its page."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer = forms.ChoiceField(label=gettext_lazy("Signed by"))
    signed_on = _day(gettext_lazy("Signed on"))
    drafter = forms.ChoiceField(
        label=gettext_lazy("Drafted by"), help_text=gettext_lazy("Files the letter into a dossier.")
    )
    addressees = _lines(gettext_lazy("To"), gettext_lazy("One on a line, if the letter names any."))
    recipients = _lines(gettext_lazy("Recipients"), gettext_lazy("One on a line, as under “Nơi nhận”."))
    keep_line = forms.CharField(
        label=gettext_lazy("Copy kept by"),
        required=False,
        max_length=300,
        help_text=format_lazy("{} VT, CCHC", gettext_lazy("For example")),
    )
    copies = forms.IntegerField(
        label=gettext_lazy("Copies"), required=False, min_value=1, max_value=MOST_COPIES
    )
    legal_day = _day(
        gettext_lazy("Day of the letter"), gettext_lazy("Today, unless the paper bears another.")
    )
    scan = _ScanField(required=False, help_text=gettext_lazy("In colour, at full size. It may follow later."))

    def __init__(self, *args: Any, request: OfficeRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        organisation, today = request.actor.organisation, local_day(request.at)
        kinds = kinds_of(period_on(organisation, today).format_profile)
        self.signers = {str(one.post_id): one.post for one in mandates_of(organisation)}
        held = posts_on(organisation, today).select_related("person", "unit", "organisation")
        self.drafters = {str(post.pk): post for post in held}
        self._offer("kind", {kind.code: kind.name for kind in kinds})
        self._offer("signer", {key: f"{post.person}, {post.title}" for key, post in self.signers.items()})
        self._offer(
            "drafter", {key: f"{post.person}, {post.unit.name}" for key, post in self.drafters.items()}
        )
        self.offer(queries.reserved_until(organisation, today))

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        self.fields[name].choices = [("", "–"), *choices.items()]  # type: ignore[attr-defined]

    def wanted(self) -> PaperLetter:
        """Give what was read off the paper; refuses (DraftIsMalformed) what cannot be read."""
        values = self.cleaned_data
        typed = {
            name: values[name] for name in ("subject", "keep_line", "copies", "addressees", "recipients")
        }
        return PaperLetter(
            kind=values["kind"],
            drafter_post=self.drafters[values["drafter"]],
            signer_post=self.signers[values["signer"]],
            signed_on=values["signed_on"],
            content=DraftContent.from_fields(readable(typed)),
        )

    def day(self) -> date | None:
        """Give the day of the letter; a kept number brings its own."""
        return None if self.reservation() else self.cleaned_data["legal_day"]


class ScanForm(forms.Form):
    """The scan of a letter registered without one."""

    scan = _ScanField(required=True, help_text=gettext_lazy("In colour, at full size."))
    reason = forms.CharField(
        label=gettext_lazy("Why it follows only now"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@screen(methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Ask for the secrecy first; of what is not secret, take the facts and the scan and give the number."""
    policies.may_register_paper(request.actor).enforce()
    secrecy = request.GET.get("secrecy")
    if secrecy != Secrecy.NONE:
        return _first(request, secrecy)
    today = local_day(request.at)
    initial = {"signed_on": today, "legal_day": today, "kept": request.GET.get("kept", "")}
    form = PaperForm(request.POST or None, request.FILES or None, request=request, initial=initial)
    if request.method == "POST" and form.is_valid():
        letter_key = _registered(request, form)
        if letter_key is not None:
            return redirect("letters:detail", letter_key)
    context = {"form": form, "main": [form[name] for name in READ]}
    return render(request, "registers/paper.html", context, status=UNREADABLE if form.errors else 200)


def _first(request: OfficeRequest, secrecy: str | None) -> HttpResponse:
    """Ask whether the letter may be here at all; a secret one is turned away before a word of it is typed."""
    form = SecrecyForm(None if secrecy is None else {"secrecy": secrecy})
    if secrecy is not None and form.is_valid():
        form.add_error("secrecy", str(errors.SecretsAreNotKeptHere()))
    context = {"form": form, "kept": request.GET.get("kept", "")}
    return render(request, "registers/paper_first.html", context, status=UNREADABLE if form.errors else 200)


def _registered(request: OfficeRequest, form: PaperForm) -> int | None:
    """Lay the scan into the store, then register; what is refused is said on the form and gives None."""
    try:
        wanted = form.wanted()
        letter = paper_letters.register(
            paper=wanted,
            secrecy=Secrecy.NONE,
            scan=_laid(request, form.cleaned_data.get("scan")),
            legal_day=form.day(),
            reservation=form.reservation(),
            exception=form.exception(),
            form_key=form.cleaned_data["form_key"],
            by=request.actor,
            at=request.at,
        )
    except (FileRefused, errors.ScanIsNotPdf) as refusal:
        form.add_error("scan", str(refusal))
    except numbering.PUT_RIGHT as refusal:
        form.put_right(refusal)
    except errors.SignedInFuture as refusal:
        form.add_error("signed_on", str(refusal))
    except errors.FormIsAnswered as refusal:
        messages.warning(request, str(refusal))
        return queries.given_for_form(request.actor.organisation, form.cleaned_data["form_key"]).letter_id
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("Registered as %(code)s.") % {"code": letter.reference_code})
        return letter.pk
    return None


@screen(methods=("GET", "POST"))
def scan(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lay in the scan of a paper letter that was registered without one."""
    letter = letter_of(request, pk)
    if letter.medium != Medium.PAPER:
        raise Http404
    policies.may_add_scan(request.actor, letter).enforce()
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        laid, reason = form.cleaned_data["scan"], form.cleaned_data["reason"]
        try:
            deposited = cast("Deposit", _laid(request, laid))
            papers.add_scan(letter=letter, scan=deposited, reason=reason, by=request.actor, at=request.at)
        except errors.ReasonIsMissing as refusal:
            form.add_error("reason", str(refusal))
        except Refusal as refusal:
            form.add_error("scan", str(refusal))
        else:
            messages.success(request, _("The scan lies with the letter."))
            return redirect("letters:detail", letter.pk)
    context = {"form": form, "letter": letter}
    return render(request, "registers/scan.html", context, status=UNREADABLE if form.errors else 200)


def _laid(request: OfficeRequest, sent: UploadedFile | None) -> Deposit | None:
    """Lay the bytes into the store, outside any transaction; refuses (FileRefused) what files do not keep."""
    if sent is None:
        return None
    return storing.deposit(
        organisation_key=request.actor.organisation_key,
        content=cast("BinaryIO", sent.file),
        name=sent.name or "",
    )
