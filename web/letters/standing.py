"""Where a letter stands, in words: checks, signatures, what was said when it came back, what is held up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch.enums import EndorsementKind, LetterStatus, Medium
from lib.calendar import local_day
from signing.enums import RequestState, VerdictStatus
from signing.judging.results import Verdict
from signing.queries import verdict_of
from ui.writing import day as written
from ui.writing import moment
from web.letters.history import reason_of, who_did

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.models import Event
    from dispatch.models import Endorsement, OutgoingLetter
    from files.models import StoredFile
    from signing.judging.results import SignatureVerdict
    from signing.models import SigningRequest


@dataclass(frozen=True)
class Judged:
    """One line of checks and signatures, as the tag ``verdict`` takes it."""

    status: str
    title: str
    detail: str = ""
    word: str = ""


@dataclass(frozen=True)
class Returned:
    """What was said when the letter came back."""

    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """A notice above everything else."""

    title: str
    text: str = ""
    state: str = "near"
    icon: str = ""
    url: str = ""
    link: str = ""


BACK = {"letter.returned", "letter.partner_refused", "letter.not_laid_out", "letter.taken_from_signer"}
COURSE = BACK | {"letter.submitted", "letter.taken_back", "letter.called_back"}


def last_return(letter: OutgoingLetter, events: Iterable[Event]) -> Returned | None:
    """Give who sent the draft back and why; None when it was submitted or taken back since."""
    if letter.status != LetterStatus.DRAFT:
        return None
    last = next((event for event in reversed(list(events)) if event.name in COURSE), None)
    if last is None or last.name not in BACK:
        return None
    return Returned(reason_of(last), who_did(last), last.at)


def endorsed(letter: OutgoingLetter, endorsements: Iterable[Endorsement]) -> list[Judged]:
    """Give the checks by people: valid for this version, not for it, or not passed."""
    return [_endorsed(letter, one) for one in endorsements]


def _endorsed(letter: OutgoingLetter, one: Endorsement) -> Judged:
    who = one.post.person.full_name
    if one.represented:
        who = _("%(who)s on behalf of %(name)s") % {"who": who, "name": one.represented.person.full_name}
    title = f"{EndorsementKind(one.kind).label}, {who}"
    version = _("version %(number)s") % {"number": one.version_number}
    if not one.passed:
        return Judged("invalid", title, f"{moment(one.at)}, {version}: “{one.reason}”", _("Sent back"))
    if one.voided_at or one.version_number != letter.version_number:
        return Judged(
            "doubtful",
            title,
            _("%(at)s, on %(version)s; the text was taken up again after that.")
            % {"at": moment(one.at), "version": version},
        )
    said = _("passed in spite of findings: “%(reason)s”") % {"reason": one.reason} if one.reason else ""
    detail = "; ".join(part for part in (f"{moment(one.at)}, {version}", said) if part)
    return Judged("valid", title, detail, _("Passed"))


def signatures(letter: OutgoingLetter) -> tuple[list[Judged], str]:
    """Give the verdict on the newest signed file, and a line when it was not judged yet."""
    if letter.medium == Medium.PAPER:
        return [], _("Signed and sealed on paper on %(day)s: the paper is the original.") % {
            "day": written(local_day(letter.signed_at)) if letter.signed_at else "–"
        }
    file = letter.issued_file or letter.signed_file
    return signatures_in(file) if file is not None else ([], "")


def signatures_in(file: StoredFile) -> tuple[list[Judged], str]:
    """Give the verdict on a file, signature by signature, and a line when it was not judged yet."""
    found = verdict_of(file)
    if found is None:
        return [], _("The signatures of this file have not been judged yet.")
    stored = found.report or {"status": found.status, "level": found.level, "file_sha256": file.sha256}
    report = Verdict.from_json({"signatures": [], "reasons": [], **stored})
    level = str(report.level.label) if report.level else ""
    judged = _("judged %(at)s") % {"at": moment(found.judged_at)}
    sentences = report.sentences if report.status != VerdictStatus.ACCEPT else [level]
    whole = Judged(
        report.status, _("the whole file"), "; ".join(part for part in [*sentences, judged] if part)
    )
    return [*[_signed(one) for one in report.signers], whole], ""


def _signed(one: SignatureVerdict) -> Judged:
    at = one.stamped_at or one.claimed_at
    parts = [one.organisation, _("issued by %(name)s") % {"name": one.issuer} if one.issuer else ""]
    if at:
        how = _("timestamped") if one.stamped_at else _("time not proved")
        parts.insert(0, f"{moment(at)} ({how})")
    parts += [str(reason.label) for reason in one.reasons]
    return Judged(one.status, one.signer or one.field, "; ".join(part for part in parts if part))


def held_up(letter: OutgoingLetter, request: SigningRequest | None, returned: Returned | None) -> list[Said]:
    """Give the notices of the letter page."""
    said: list[Said] = []
    if returned:
        said.append(
            Said(_("Sent back:"), f"“{returned.reason}” – {returned.who}, {moment(returned.at)}", icon="ret")
        )
    if letter.status == LetterStatus.PREPARING:
        said.append(
            Said(_("Being laid out."), _("The signer gets it in a moment; nothing has to be done."), state="")
        )
    if request is not None and request.state != RequestState.COMPLETED:
        said.extend(_signing(letter, request))
    return said


def _signing(letter: OutgoingLetter, request: SigningRequest) -> list[Said]:
    reason = str(request.get_reason_display()) if request.reason else ""
    if letter.status not in {LetterStatus.SIGNING, LetterStatus.COSIGNATURE, LetterStatus.NUMBERED}:
        failed = request.state in {RequestState.FAILED, RequestState.EXPIRED} and bool(reason)
        return [Said(_("The last signature did not succeed."), reason, state="late")] if failed else []
    if request.state == RequestState.PREPARED:
        url = reverse("letters:pin", args=[letter.pk])
        return [Said(_("The signature waits for the PIN."), reason, url=url, link=_("Enter the PIN"))]
    title = _("The signature is under way.")
    return [
        Said(
            title,
            reason,
            state="near" if reason else "",
            url=reverse("letters:signing", args=[letter.pk]),
            link=_("See the progress"),
        )
    ]
