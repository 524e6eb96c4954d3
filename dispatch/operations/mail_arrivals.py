"""A letter comes by e-mail: the mail is kept exactly as it came, its first paper is the letter, the rest lies beside.

What of the mail cannot be taken in is said in a sentence on the arrival; nothing of it is lost, the mail has it all.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.models import IncomingLetter
from dispatch.operations import acknowledging, taking_in
from dispatch.operations.taking_in import Coming
from files.enums import MediaType
from files.errors import FileRefused
from files.operations import recognising, storing
from files.operations.storing import Deposit
from files.reading import mails
from files.reading.mails import Mail
from organisation.models.actor import Actor

_PAPERS = (MediaType.PDF, MediaType.TIFF, MediaType.DOCX, MediaType.ODT, MediaType.JPEG, MediaType.PNG)


def take_mail(
    *,
    content: bytes,
    name: str,
    source: ArrivalSource,
    origin_key: str = "",
    secrecy: Secrecy | None,
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Lay a mail into the intake as one arrival; give it. The same ``origin_key`` again is the same row.

    Refuses what is no mail, too large or hostile (FileRefused), and what ``take_in`` refuses. A part that is refused
    stays in the mail alone, and the arrival says why.
    """
    policies.may_bring_in(by).enforce()
    taking_in.refuse_secret(secrecy)
    mail = mails.opened(content, name=name)
    kept = storing.deposit_mail(organisation_key=by.organisation_key, content=content, name=name)
    parts, remarks = _parts(mail, by)
    main = next((one for kind in _PAPERS for one in parts if one.media_type == kind), kept)
    others = [one for one in (*parts, kept) if one is not main]
    known = queries.name_of_address(by.organisation, mail.address)
    coming = Coming(
        source=source,
        secrecy=secrecy,
        origin_key=origin_key,
        sender=known or mail.sender or mail.address,
        reply_address="" if mail.automatic else _address(mail.address),
        hints={"subject": mail.subject},
        remarks=remarks,
    )
    text = (
        recognising.lay_plain(by.organisation_key, mail.text) if main is kept and mail.text.strip() else None
    )
    letter = taking_in.take_in(coming=coming, main=main, others=others, by=by, at=at)
    if known and source == ArrivalSource.MAILBOX:  # a stranger is answered once a clerk has seen the mail
        acknowledging.ask(letter=letter, by=by, at=at)
    if text is not None:
        recognising.keep_text(letter.scan.blob, text, at=at)
    return letter


def _address(typed: str) -> str:
    """Give an address that can be written to, or nothing."""
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed[:254]


def _parts(mail: Mail, by: Actor) -> tuple[list[Deposit], list[str]]:
    """Give the files in the mail that can be taken in, and sentences about the rest."""
    parts: list[Deposit] = []
    remarks = [_sentence(code, about) for code, about in mail.remarks]
    for name, content in mail.parts:
        try:
            parts.append(storing.deposit(organisation_key=by.organisation_key, content=content, name=name))
        except FileRefused as refused:
            remarks.append(_("Left in the mail: %(reason)s") % {"reason": refused})
    return parts, remarks


def _sentence(code: str, about: str) -> str:
    return {
        "deep": _("Left in the mail: mails inside mails more than five deep."),
        "winmail": _(
            "Left in the mail: winmail.dat, which only Outlook opens. Ask the sender for plain attachments."
        ),
        "many": _("Left in the mail: more files than a letter has (%(name)s).") % {"name": about},
        "charset": _("The text of the mail is in an unknown alphabet (%(name)s); some letters may be wrong.")
        % {"name": about},
    }[code]
