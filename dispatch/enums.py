"""Words of letters. Slugs are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterStatus(models.TextChoices):
    """Where an outgoing letter stands. What may follow what is in ``lifecycle.py``."""

    DRAFT = "draft", pgettext_lazy("letter", "draft")
    OPINIONS = "opinions", _("awaiting opinions")
    CONTENT_CHECK = "content_check", _("content check")
    FORMAT_CHECK = "format_check", _("format check")
    PREPARING = "preparing", _("being laid out")
    APPROVAL = "approval", _("awaiting approval")
    SIGNATURE = "signature", _("awaiting signature")
    SIGNING = "signing", _("being signed by the leader")
    COSIGNATURE = "cosignature", _("awaiting the second signature")
    SIGNED = "signed", _("signed, awaiting number")
    NUMBERED = "numbered", _("numbered, awaiting seal")
    ISSUED = "issued", pgettext_lazy("letter", "issued")
    REPLACED = "replaced", pgettext_lazy("letter", "replaced")
    RECALLED = "recalled", pgettext_lazy("letter", "recalled")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "withdrawn")
    REFUSED = "refused", pgettext_lazy("letter", "refused")


# A letter that went out stays one that went out, whatever became of it: found, read, verified, never deleted.
EVER_ISSUED = (LetterStatus.ISSUED, LetterStatus.REPLACED, LetterStatus.RECALLED)
FROZEN = (LetterStatus.REPLACED, LetterStatus.RECALLED)


class Medium(models.TextChoices):
    """What the original is. Paper and electronic letters share one series (Decree 30/2020 Art. 15)."""

    ELECTRONIC = "electronic", pgettext_lazy("medium", "electronic")
    PAPER = "paper", pgettext_lazy("medium", "paper")


class Urgency(models.TextChoices):
    """How fast a letter has to go (Decree 30/2020, App. I, III.2.b)."""

    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    VERY_URGENT = "very_urgent", pgettext_lazy("urgency", "very urgent")
    EXPRESS = "express", pgettext_lazy("urgency", "express")


class Circulation(models.TextChoices):
    """Limits on passing a letter on (Decree 30/2020, App. I, III.2.c)."""

    NONE = "none", _("not limited")
    INTERNAL = "internal", _("internal circulation only")
    RETURN = "return", _("return after reading")


class Secrecy(models.TextChoices):
    """Exists to refuse: whatever is not NONE never enters the system (design D19)."""

    NONE = "none", _("not secret")
    CONFIDENTIAL = "confidential", _("confidential (MẬT)")
    SECRET = "secret", _("secret (TỐI MẬT)")
    TOP_SECRET = "top_secret", _("top secret (TUYỆT MẬT)")


class EndorsementKind(models.TextChoices):
    """What somebody answers for with their name (Decree 30/2020 Art. 10 to 12)."""

    CONTENT = "content", pgettext_lazy("endorsement", "content")
    FORMAT = "format", pgettext_lazy("endorsement", "format")
    APPROVAL = "approval", pgettext_lazy("endorsement", "approval")


class Stance(models.TextChoices):
    """What somebody who was asked for an opinion says."""

    AGREE = "agree", pgettext_lazy("opinion", "agree")
    REMARKS = "remarks", pgettext_lazy("opinion", "agree, with remarks")
    DISAGREE = "disagree", pgettext_lazy("opinion", "disagree")


class Resolution(models.TextChoices):
    """What the drafter did with an opinion."""

    ACCEPTED = "accepted", pgettext_lazy("opinion", "taken over")
    PARTLY = "partly", pgettext_lazy("opinion", "taken over in part")
    DECLINED = "declined", pgettext_lazy("opinion", "not taken over")


class AllocationState(models.TextChoices):
    """What became of a number. None is ever deleted or given twice."""

    ALLOCATED = "allocated", pgettext_lazy("number", "given")
    RESERVED = "reserved", pgettext_lazy("number", "reserved")
    VOID = "void", pgettext_lazy("number", "void")


class Direction(models.TextChoices):
    """Which way letters of a series go."""

    OUTGOING = "outgoing", pgettext_lazy("letters", "outgoing")
    INCOMING = "incoming", pgettext_lazy("letters", "incoming")
    COPY = "copy", pgettext_lazy("letters", "certified copies")


class Period(models.TextChoices):
    """How long a series counts on: State series one year, Party series one term of the committee."""

    YEAR = "year", _("calendar year")
    TERM = "term", _("term of office")


class PartRole(models.TextChoices):
    """Why somebody takes part in a letter, and so may read it."""

    DRAFTER = "drafter", pgettext_lazy("part", "drafter")
    UNIT = "unit", pgettext_lazy("part", "drafting unit")
    CONSULTED = "consulted", pgettext_lazy("part", "asked for an opinion")
    CHECKER = "checker", pgettext_lazy("part", "asked at a step")
    FORMAT_CHECKER = "format_checker", _("checks the format")
    SIGNER = "signer", pgettext_lazy("part", "signer")
    APPROVER = "approver", pgettext_lazy("part", "approver")
    REGISTRY = "registry", pgettext_lazy("part", "registry")
    ARCHIVE = "archive", pgettext_lazy("part", "archive")


class SendingChannel(models.TextChoices):
    """How a letter goes to one recipient."""

    INNER = "inner", _("inside this installation")
    MAIL = "mail", pgettext_lazy("channel", "e-mail")
    POST = "post", pgettext_lazy("channel", "post")
    HAND = "hand", _("by hand")


class DeliveryStatus(models.TextChoices):
    """Where a letter stands on its way to one recipient. What may follow what is in ``lifecycle.py``."""

    QUEUED = "queued", pgettext_lazy("delivery", "queued")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    RECEIVED = "received", pgettext_lazy("delivery", "received")
    REGISTERED = "registered", pgettext_lazy("delivery", "registered")
    COMPLETED = "completed", pgettext_lazy("delivery", "completed")
    REFUSED = "refused", pgettext_lazy("delivery", "refused")
    FAILED = "failed", pgettext_lazy("delivery", "failed")


class SaidBy(models.TextChoices):
    """Who said that a delivery has come to a status."""

    SYSTEM = "system", pgettext_lazy("who said it", "the system")
    CLERK = "clerk", pgettext_lazy("who said it", "the registry")
    RECEIVER = "receiver", pgettext_lazy("who said it", "the receiver")


class GroupScope(models.TextChoices):
    """Who may use a saved group of recipients."""

    OFFICE = "office", _("the whole office")
    UNIT = "unit", _("one unit")
    PRIVATE = "private", _("only me")


class ArrivalSource(models.TextChoices):
    """The way a letter came in."""

    INSTALLATION = "installation", _("another organisation of this installation")
    UPLOAD = "upload", pgettext_lazy("way in", "files brought in")
    CAMERA = "camera", pgettext_lazy("way in", "photographed")
    SCANNER = "scanner", pgettext_lazy("way in", "the scanner's folder")
    MAIL_FILE = "mail_file", pgettext_lazy("way in", "an e-mail as a file")
    MAILBOX = "mailbox", pgettext_lazy("way in", "the office's mailbox")
    COMMAND = "command", pgettext_lazy("way in", "the machine's command line")
    PAPER = "paper", pgettext_lazy("way in", "on paper")


class IncomingStatus(models.TextChoices):
    """Where an incoming letter stands."""

    ARRIVED = "arrived", pgettext_lazy("incoming letter", "arrived")
    REGISTERED = "registered", pgettext_lazy("incoming letter", "registered")
    COMPLETED = "completed", pgettext_lazy("incoming letter", "completed")
    REFUSED = "refused", pgettext_lazy("incoming letter", "refused")
    LINKED = "linked", pgettext_lazy("incoming letter", "another copy")
    REGROUPED = "regrouped", pgettext_lazy("incoming letter", "divided or joined anew")
    VOIDED = "voided", pgettext_lazy("incoming letter", "struck out of the book")
    ERASED = "erased", pgettext_lazy("incoming letter", "erased as secret")


class ProposalSource(models.TextChoices):
    """What a proposal rests on."""

    TEXT = "text", pgettext_lazy("proposal", "the text of the file")
    OCR = "ocr", pgettext_lazy("proposal", "letters read off the picture")
    CERTIFICATE = "certificate", pgettext_lazy("proposal", "the certificate of the signature")
    MAIL = "mail", pgettext_lazy("proposal", "the mail it came with")
    KNOWN = "known", pgettext_lazy("proposal", "earlier letters")


class ProposalState(models.TextChoices):
    """What a clerk made of a proposal."""

    OPEN = "open", pgettext_lazy("proposal", "open")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    CHANGED = "changed", pgettext_lazy("proposal", "changed by hand")


class RegroupState(models.TextChoices):
    """How far pages have been laid into new files."""

    ASKED = "asked", pgettext_lazy("regrouping", "under way")
    DONE = "done", pgettext_lazy("regrouping", "done")
    FAILED = "failed", pgettext_lazy("regrouping", "did not succeed")
    UNDONE = "undone", pgettext_lazy("regrouping", "taken back")


class RenderingState(models.TextChoices):
    """How far a live preview has come."""

    WORKING = "working", pgettext_lazy("preview", "being drawn")
    READY = "ready", pgettext_lazy("preview", "ready")
    FAILED = "failed", pgettext_lazy("preview", "could not be drawn")


class RelationKind(models.TextChoices):
    """What a letter is to an issued one (Decree 30/2020 Art. 18.3 and 18.4; legal bases App. I, II.6)."""

    CORRECTS = "corrects", pgettext_lazy("relation", "corrects")
    REPLACES = "replaces", pgettext_lazy("relation", "replaces")
    RECALLS = "recalls", pgettext_lazy("relation", "recalls")
    BASED_ON = "based_on", pgettext_lazy("relation", "is based on")


class RecallAnswer(models.TextChoices):
    """What a receiver says to a recall (the status codes 13, 15 and 16 of QCVN 102:2016)."""

    ASKED = "asked", pgettext_lazy("recall answer", "asked")
    AGREED = "agreed", pgettext_lazy("recall answer", "cancelled or returned")
    REFUSED = "refused", pgettext_lazy("recall answer", "refused")
    STOPPED = "stopped", pgettext_lazy("recall answer", "no longer asked")


class CosigningState(models.TextChoices):
    """Where the second signature of a letter stands, at the lead and, in the same words, at the partner."""

    ASKED = "asked", pgettext_lazy("second signature", "asked who signs")
    AGREED = "agreed", pgettext_lazy("second signature", "will sign")
    TO_SIGN = "to_sign", pgettext_lazy("second signature", "to be signed")
    SIGNED = "signed", pgettext_lazy("second signature", "signed")
    TO_SEAL = "to_seal", pgettext_lazy("second signature", "signed, to be sealed")
    SEALED = "sealed", pgettext_lazy("second signature", "signed and sealed")
    REFUSED = "refused", pgettext_lazy("second signature", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("second signature", "no longer asked")


COSIGNED_OVER = (CosigningState.REFUSED, CosigningState.WITHDRAWN)


class Reach(models.TextChoices):
    """Whom a phrase or a model letter serves, and so who keeps it."""

    OFFICE = "office", pgettext_lazy("reach", "the whole office")
    UNIT = "unit", pgettext_lazy("reach", "one unit")
    OWN = "own", pgettext_lazy("reach", "only me")


class CopyForm(models.TextChoices):
    """What a certified copy is of its original (Decree 30/2020 Art. 25). The names are the law's."""

    TRUE_COPY = "sao_y", _("true copy (sao y)")
    FURTHER_COPY = "sao_luc", _("copy of a true copy (sao lục)")
    EXCERPT = "trich_sao", _("excerpt (trích sao)")


class HandlingStage(models.TextChoices):
    """How far the handling of a registered letter has come. What may follow what is in ``lifecycle.py``."""

    PROPOSING = "proposing", _("at the chief of office")
    DIRECTING = "directing", _("waiting for direction")
    IN_HAND = "in_hand", _("in hand")
    CONFIRMING = "confirming", _("reported as done")
    FILING = "filing", _("done, to be filed")
    FILED = "filed", pgettext_lazy("handling", "filed")
    OVER = "over", _("ended without a result")


class DirectiveKind(models.TextChoices):
    """Whose word sets a letter on its way."""

    PROPOSAL = "proposal", _("proposal of the chief of office")
    DIRECTIVE = "directive", _("directive of the leader")
    TRANSFER = "transfer", _("transfer by the registry")


class AssignmentRole(models.TextChoices):
    """What somebody has to do with a letter. Exactly one leads (Decree 30/2020 Art. 24)."""

    LEAD = "lead", pgettext_lazy("assignment", "leads")
    CONTRIBUTOR = "contributor", pgettext_lazy("assignment", "contributes")
    INFORMATION = "information", pgettext_lazy("assignment", "for information")


class AssignmentStatus(models.TextChoices):
    """Where one assignment stands. What may follow what is in ``lifecycle.py``."""

    WAITING = "waiting", pgettext_lazy("assignment", "not yet accepted")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "accepted")
    PASSED_ON = "passed_on", pgettext_lazy("assignment", "given on within the unit")
    REPORTED = "reported", pgettext_lazy("assignment", "reported as done")
    DECLINED = "declined", pgettext_lazy("assignment", "handed back")
    DONE = "done", pgettext_lazy("assignment", "done")
    TOLD = "told", pgettext_lazy("assignment", "for information")
    ENDED = "ended", pgettext_lazy("assignment", "ended")


class HandlingPart(models.TextChoices):
    """Why somebody may read an incoming letter."""

    REGISTRY = "registry", pgettext_lazy("part", "registry")
    LEADERS = "leaders", pgettext_lazy("part", "leaders")
    ASSIGNED = "assigned", pgettext_lazy("part", "assigned")
    UNIT_HEAD = "unit_head", pgettext_lazy("part", "head of the unit")
    INFORMED = "informed", pgettext_lazy("part", "for information")
    CONSULTED = "consulted", pgettext_lazy("part", "asked for an opinion")
    ARCHIVE = "archive", pgettext_lazy("part", "archive")


class ExtensionState(models.TextChoices):
    """What became of a wish for more time."""

    ASKED = "asked", pgettext_lazy("extension", "asked for")
    GRANTED = "granted", pgettext_lazy("extension", "granted")
    REFUSED = "refused", pgettext_lazy("extension", "refused")
    DROPPED = "dropped", pgettext_lazy("extension", "no longer needed")
