"""Joint letters at the partner: the list, and one of them beside its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.queries import history_of
from dispatch import policies, queries
from dispatch.enums import CosigningState
from dispatch.models import JointRequest
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED
from ui.paging import paginate
from ui.rows import LogEntry
from ui.screens import render, screen
from ui.writing import moment
from web.letters.acts import Act
from web.letters.history import reason_of, who_did
from web.letters.serving import serve
from web.letters.standing import signatures_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from audit.models import Event
    from signing.models import SigningRequest
    from ui.request import OfficeRequest

WORDS = {
    "joint.asked": gettext_lazy("it was asked who signs"),
    "joint.agreed": gettext_lazy("said who signs"),
    "joint.to_sign": gettext_lazy("it came to be signed"),
    "joint.signed": gettext_lazy("the signature is complete and went to the lead"),
    "joint.to_seal": gettext_lazy("it came to be sealed, with number and day"),
    "joint.unsealed": gettext_lazy("the lead took it back from the seal to give it another number"),
    "joint.sealed": gettext_lazy("the seal is set; the letter is issued"),
    "joint.refused": gettext_lazy("refused: “%(reason)s”"),
    "joint.taken_back": gettext_lazy("the lead took the question back: “%(reason)s”"),
}
ROLE = {CosigningState.TO_SIGN: SigningRole.SECOND, CosigningState.TO_SEAL: SigningRole.PARTNER}


@screen()
def joint(request: OfficeRequest) -> HttpResponse:
    """List what other organisations ask: what waits for this person first, then the newest."""
    policies.may_see_joint(request.actor).enforce()
    waiting = list(queries.joint_waiting_for(request.actor))
    rows = queries.joint_requests_of(request.actor.organisation).exclude(pk__in=[one.pk for one in waiting])
    page = paginate(rows, request)
    total = page.total + len(waiting)
    said = ngettext("%(n)d joint letter", "%(n)d joint letters", total) % {"n": total}
    said += ": " + _("%(n)d wait for you.") % {"n": len(waiting)}
    return render(request, "joint/list.html", {"waiting": waiting, "page": page, "said": said})


@screen()
def detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one joint letter beside what has to be read of it, and what this person does with it."""
    found = joint_of(request, pk)
    judged, judging = ([], "") if found.state == CosigningState.ASKED else signatures_in(found.file)
    status = str(CosigningState(found.state).label)
    asked = under_way(found)
    context = {
        "joint": found,
        "status_label": status[:1].upper() + status[1:],
        "file_url": reverse("joint:file", args=[found.pk, found.file.sha256]),
        "acts": _acts(request, found, asked),
        "under_way": str(asked.get_reason_display() or asked.get_state_display()) if asked else "",
        "working": asked is not None and asked.state != RequestState.PREPARED,
        "facts": _facts(found),
        "signatures": judged,
        "judging": judging,
        "history": [_entry(one) for one in reversed(_events(found))],
    }
    return render(request, "joint/detail.html", context)


@screen()
def file(request: OfficeRequest, pk: int, sha256: str) -> HttpResponse:
    """Send what has to be read now; 404 for every other file."""
    found = joint_of(request, pk)
    if found.file.sha256 != sha256:
        raise Http404
    return serve(request, found.file)


def joint_of(request: OfficeRequest, pk: int) -> JointRequest:
    """Give one joint letter this person may see; 404 alike for what is missing and for another organisation's."""
    try:
        found = queries.joint_request_of(request.actor.organisation, pk)
    except JointRequest.DoesNotExist:
        raise Http404 from None
    if not policies.may_read_joint(request.actor, found):
        raise Http404
    return found


def under_way(found: JointRequest) -> SigningRequest | None:
    """Give the signature or seal that was begun on the present file, None when it has to be begun."""
    role = ROLE.get(CosigningState(found.state))
    asked = queries.joint_signature_of(found, role) if role else None
    return asked if asked and asked.state not in CLOSED and asked.file_id == found.file_id else None


def _acts(request: OfficeRequest, found: JointRequest, asked: SigningRequest | None) -> list[Act]:
    """Give the act it waits for, open or with the reason why not, and the refusal to those who may."""
    if asked is not None and asked.state != RequestState.PREPARED:
        return []
    actor, acts = request.actor, []
    main = {
        CosigningState.ASKED: (
            "signer",
            _("Say who signs"),
            "people",
            policies.may_name_joint_signer(actor, found),
        ),
        CosigningState.TO_SIGN: ("sign", _("Sign"), "pen", policies.may_sign_joint(actor, found, request.at)),
        CosigningState.TO_SEAL: ("seal", _("Seal"), "seal", policies.may_seal_joint(actor, found)),
    }.get(CosigningState(found.state))
    if main is not None:
        name, label, icon, may = main
        url = reverse(f"joint:{name}", args=[found.pk])
        reads = name == "sign"
        acts.append(
            Act(label=label, may=may, url=url, icon=icon, kind="primary", method="get", after_reading=reads)
        )
    if policies.may_refuse_joint(actor, found):
        url = reverse("joint:refuse", args=[found.pk])
        acts.append(Act(label=_("Refuse to issue it together"), url=url, icon="ret", method="get"))
    return acts


def _facts(found: JointRequest) -> list[tuple[str, object]]:
    words = found.words
    lines = [*words.get("authority_lines", []), words.get("title", "")]
    return [
        (_("Led by"), found.sender),
        (_("Kind"), found.kind_name),
        (_("Number"), found.reference_code),
        (_("Signer of the lead"), found.lead_signer),
        (
            _("Signs for us"),
            ", ".join(part for part in (words.get("signer", ""), " ".join(lines).strip()) if part),
        ),
        (_("Asked"), moment(found.asked_at)),
        (_("Signed by us"), moment(found.signed_at) if found.signed_at else ""),
        (_("Sealed by us"), moment(found.sealed_at) if found.sealed_at else ""),
        (_("Reason"), found.reason),
    ]


def _events(found: JointRequest) -> list[Event]:
    return list(history_of(found.organisation_id, queries.JOINT, found.pk))


def _entry(event: Event) -> LogEntry:
    words = str(WORDS.get(event.name, event.name))
    return LogEntry(at=event.at, who=who_did(event), text=words % {"reason": reason_of(event)})
