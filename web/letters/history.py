"""The history of a letter as sentences. The log keeps names and facts; the words are made when read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from audit.queries import history_of
from dispatch.enums import RelationKind
from signing.enums import WaitReason
from ui.rows import LogEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.models import Event
    from dispatch.models import OutgoingLetter

# Events of one letter, each with what it says; the keys come from facts and detail of the event.
SENTENCES: Mapping[str, str] = {
    "letter.drafted": gettext_noop("began the draft"),
    "letter.version_saved": gettext_noop("saved version %(version)s"),
    "letter.attached": gettext_noop("attached %(name)s"),
    "letter.detached": gettext_noop("removed the attachment %(name)s"),
    "letter.submitted": gettext_noop("submitted version %(version)s"),
    "letter.content_passed": gettext_noop("passed the content of version %(version)s"),
    "letter.format_passed": gettext_noop("passed the format of version %(version)s"),
    "letter.prepared": gettext_noop("laid the letter out for signature"),
    "letter.not_laid_out": gettext_noop("could not lay the letter out: %(reason)s"),
    "letter.approved": gettext_noop("approved the laid-out file %(hash)s"),
    "letter.signature_requested": gettext_noop("authorised the signature"),
    "letter.leader_signed": gettext_noop("the leader's signature is complete"),
    "letter.second_signature_requested": gettext_noop("authorised the second signature"),
    "letter.second_signed": gettext_noop("the second signature is complete: %(name)s"),
    "letter.called_back": gettext_noop("called it back from the second signature: “%(reason)s”"),
    "letter.partner_asked": gettext_noop("asked %(name)s to issue it together"),
    "letter.partner_agreed": gettext_noop("%(name)s will sign: %(signer)s"),
    "letter.partner_refused": gettext_noop("refused by the partner. %(reason)s"),
    "letter.partner_let_go": gettext_noop("%(name)s is no longer asked to issue it together: “%(reason)s”"),
    "letter.sealed_by_lead": gettext_noop("sealed as %(reference_code)s; %(name)s seals next"),
    "letter.signature_failed": gettext_noop("the signature did not succeed: %(reason)s"),
    "letter.numbered": gettext_noop("gave number %(reference_code)s"),
    "letter.registered_on_paper": gettext_noop("registered it, signed on paper, as %(reference_code)s"),
    "letter.scan_added": gettext_noop("laid in the scan of the paper: “%(reason)s”"),
    "letter.seal_failed": gettext_noop("the seal did not succeed: %(reason)s"),
    "letter.number_voided": gettext_noop("voided number %(number)s: %(reason)s"),
    "letter.issued": gettext_noop("sealed and issued as %(reference_code)s"),
    "letter.attachment_signed": gettext_noop("an attachment is signed for the organisation"),
    "letter.filed": gettext_noop("filed it in dossier %(dossier)s"),
    "letter.returned": gettext_noop("sent it back: “%(reason)s”"),
    "letter.handed_over": gettext_noop("handed it over from %(giver)s to %(taker)s: “%(reason)s”"),
    "letter.taken_from_signer": gettext_noop(
        "gave it back to be drafted, because %(name)s cannot sign it: “%(reason)s”"
    ),
    "letter.route_moved": gettext_noop("moved it to the route in use now: “%(reason)s”"),
    "letter.taken_back": gettext_noop("took it back into drafting"),
    "letter.linked": gettext_noop("wrote that it %(act)s %(code)s"),
    "letter.unlinked": gettext_noop("took out that it %(act)s %(code)s"),
    "letter.corrected": gettext_noop("corrected by letter %(code)s"),
    "letter.replaced": gettext_noop("replaced by letter %(code)s; frozen"),
    "letter.recalled": gettext_noop("recalled it: “%(reason)s”; frozen"),
    "letter.recall_confirmed": gettext_noop("letter %(code)s says the recall"),
    "letter.recall_stopped": gettext_noop("stopped the recall: “%(reason)s”; in force again"),
    "recall.asked": gettext_noop("asked %(name)s to cancel the letter or send it back"),
    "recall.agreed": gettext_noop("%(name)s cancelled the letter or sent it back"),
    "recall.refused": gettext_noop("%(name)s refused the recall: “%(reason)s”"),
    "recall.stopped": gettext_noop("%(name)s is no longer asked to cancel the letter"),
    "letter.withdrawn": gettext_noop("withdrew the letter: “%(reason)s”"),
    "letter.refused": gettext_noop("refused to issue it: “%(reason)s”"),
    "letter.recipient_added": gettext_noop("added the recipient %(name)s"),
    "letter.recipient_changed": gettext_noop("changed the recipient %(name)s"),
    "letter.recipient_removed": gettext_noop("took the recipient %(name)s off"),
    "letter.sending_closed": gettext_noop("closed the sending: “%(reason)s”"),
    "letter.copy_lent": gettext_noop("gave the kept copy to %(name)s"),
    "letter.copy_returned": gettext_noop("took the kept copy back from %(name)s"),
    "delivery.queued": gettext_noop("sent it to %(name)s"),
    "delivery.retried": gettext_noop("took the sending to %(name)s up again"),
    "delivery.sent": gettext_noop("it left for %(name)s"),
    "delivery.received": gettext_noop("it arrived at %(name)s"),
    "delivery.registered": gettext_noop("%(name)s registered it: arrival number %(number)s"),
    "delivery.completed": gettext_noop("%(name)s has dealt with it"),
    "delivery.refused": gettext_noop("%(name)s refused it: “%(reason)s”"),
    "delivery.failed": gettext_noop("it did not reach %(name)s: %(reason)s"),
    "delivery.downloaded": gettext_noop("%(name)s fetched it by the link"),
}
READING = {"letter.opened", "letter.viewed"}
SYSTEM = gettext_lazy("The system")


def entries(events: list[Event]) -> list[LogEntry]:
    """Give what was done, newest first; reading is told apart by ``readers``."""
    return [entry_of(event) for event in reversed(events) if event.name not in READING]


def readers(events: list[Event]) -> list[LogEntry]:
    """Give who has opened the letter, each once with the last time, the latest first."""
    last = {event.trail.get("person"): event for event in events if event.name in READING}
    return [
        LogEntry(at=event.at, text=who_did(event))
        for event in sorted(last.values(), key=lambda one: one.at, reverse=True)
    ]


def events_of(letter: OutgoingLetter) -> list[Event]:
    """Give the events of ``letter``, oldest first."""
    return list(history_of(letter.organisation_id, "letter", letter.pk))


def who_did(event: Event) -> str:
    """Give who acted, and on whose behalf, by the names of that day."""
    names: Mapping[str, str] = _text(event).get("names", {})
    who = names.get("person") or str(SYSTEM)
    if names.get("represented"):
        return _("%(who)s on behalf of %(name)s") % {"who": who, "name": names["represented"]}
    return who


def reason_of(event: Event) -> str:
    """Give the reason written with an event; what signing stores as a code is put into words."""
    reason = str(_text(event).get("reason", ""))
    return str(WaitReason(reason).label) if reason and reason in WaitReason.values else reason


def entry_of(event: Event) -> LogEntry:
    """Give one event as a line; an event without words of its own shows its name rather than nothing."""
    known = SENTENCES.get(event.name)
    text = _(known) % _Words(event) if known else event.name
    return LogEntry(at=event.at, who=who_did(event), text=text)


def _text(event: Event) -> Mapping[str, Any]:
    detail = getattr(event, "detail", None)
    return detail.text if detail else {}


class _Words(dict[str, str]):
    """What a sentence may name; whatever was erased by destruction, or never written, reads as a dash."""

    def __init__(self, event: Event) -> None:
        super().__init__({key: str(value) for key, value in {**event.facts, **_text(event)}.items()})
        self["hash"] = str(event.facts.get("sha256") or "")[:8].upper()
        self["reason"] = reason_of(event)
        self["act"] = str(dict(RelationKind.choices).get(str(event.facts.get("kind")), "–"))
        handed: Mapping[str, str] = _text(event).get("handed", {})
        self["giver"], self["taker"] = handed.get("from", "–"), handed.get("to", "–")

    def __missing__(self, key: str) -> str:
        return "–"
