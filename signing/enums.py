"""Words of signing."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningRole(models.TextChoices):
    """As what a file is signed: by the leader in person, or with the organisation's seal.

    The second signature is another person's beside the leader's, the partner's seal that of the organisation which
    issues the letter together with the one whose number it bears.
    """

    LEADER = "leader", _("leader's signature")
    SECOND = "second", _("second signature")
    SEAL = "seal", _("organisation's seal")
    PARTNER = "partner", _("partner's seal")
    TEXT = "text", _("organisation's signature as text")


PERSONAL = (SigningRole.LEADER, SigningRole.SECOND)
# The field of the file each role signs, in the order in which a letter is signed; text makes its own field.
FIELD_OF: Mapping[SigningRole, str] = MappingProxyType(
    {
        SigningRole.LEADER: "Leader",
        SigningRole.SECOND: "Second",
        SigningRole.SEAL: "Seal",
        SigningRole.PARTNER: "Partner",
        SigningRole.TEXT: "Text",
    }
)


class RequestState(models.TextChoices):
    """How far a signature has come. The file counts as signed only when COMPLETED."""

    PREPARED = "prepared", _("waiting for the PIN")
    AUTHORISED = "authorised", _("being signed")
    SIGNED = "signed", _("signed, waiting for the timestamp")
    TIMESTAMPED = "timestamped", _("timestamped, waiting for proof of validity")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("failed")
    EXPIRED = "expired", _("expired")
    SET_ASIDE = "set_aside", _("signed, but set aside")


class Level(models.TextChoices):
    """How long a signature can be proved (ETSI EN 319 142): each level holds the one before."""

    B_B = "B-B", _("signed, without timestamp")
    B_T = "B-T", _("signed, with timestamp")
    B_LT = "B-LT", _("with timestamp and proof of validity")
    B_LTA = "B-LTA", _("with archive timestamp")


class VerdictStatus(models.TextChoices):
    """What the judge says; INDETERMINATE means that it cannot be known, not that it is half right."""

    ACCEPT = "ACCEPT", _("valid")
    REJECT = "REJECT", _("invalid")
    INDETERMINATE = "INDETERMINATE", _("cannot be determined")


class ReasonCode(models.TextChoices):
    """Why a file was not accepted. Codes are stored; sentences are for people."""

    NOT_PDF = "not_pdf", _("This is not a PDF file.")
    MALFORMED = "malformed", _("The file is malformed and cannot be trusted.")
    NOT_SIGNED = "not_signed", _("The file carries no digital signature.")
    CONTAINER = "container", _("The signature does not lie in the file as the standard requires.")
    TRAILING = "trailing", _("Bytes were added after the last signature.")
    INTEGRITY = "integrity", _("The content was changed after it was signed.")
    SIGNATURE = "signature", _("The signature value is wrong.")
    MODIFIED = "modified", _("The file was changed after signing in a way that is not allowed.")
    COVERAGE = "coverage", _("The signature does not cover the whole file.")
    FORMAT = "format", _("The signature is not of the required kind (PAdES).")
    ALGORITHM = "algorithm", _("The signature uses a method that is no longer considered safe.")
    REVOKED = "revoked", _("The certificate had been revoked when the file was signed.")
    EXPIRED = "expired", _("The certificate was not valid at the time of signing.")
    IMPOSTOR = "impostor", _("The certificate uses the name of a trusted authority that did not issue it.")
    UNTRUSTED = "untrusted", _("The certificate does not lead to a trusted authority.")
    NO_REVOCATION = "no_revocation", _("It could not be established whether the certificate was revoked.")
    NO_TIME = "no_time", _("The time of signing is not proved.")
    TIMESTAMP = "timestamp", _("A timestamp is wrong or does not belong to this signature.")
    UNEXPECTED = "unexpected", _("The signatures are not the ones this file must carry.")
    EMPTY_FIELD = "empty_field", _("A signature field is still empty.")
    TOO_HARD = "too_hard", _("The file could not be judged within the allowed time and memory.")
    TOO_LARGE = "too_large", _("The file is too large to be judged.")
    LENIENT = "lenient", _("The file can only be read leniently, so its signatures cannot be fully judged.")
    UNKNOWN = "unknown", _("The signature could not be judged.")


class WaitReason(models.TextChoices):
    """Why a request stands where it stands, in one sentence for people."""

    ASK_AGAIN = (
        "ask_again",
        _("The signing service was restarted or took too long. Please enter the PIN again."),
    )
    KEY_AWAY = (
        "key_away",
        _("The signing key could not be reached. Please check the token and enter the PIN again."),
    )
    PIN_REFUSED = "pin_refused", _("The key did not accept the PIN. Please enter it again.")
    NO_TIMESTAMP = (
        "no_timestamp",
        _("The timestamp service does not answer. The signature is kept; retrying."),
    )
    NO_REVOCATION = (
        "no_revocation",
        _("The certificate authority does not answer. The signature is kept; retrying."),
    )
    FILE_CHANGED = "file_changed", _("The file was no longer the one that was approved. Nothing was signed.")
    EXPIRED = "certificate_expired", _("The certificate is not valid now. Nothing was signed.")
    REVOKED = "certificate_revoked", _("The certificate is not valid according to its authority.")
    LEADER_UNVERIFIED = (
        "leader_unverified",
        _("The leader's signature could not be verified. It was not sealed."),
    )
    NOT_ACCEPTED = "not_accepted", _("The finished file did not pass the check and was not released.")
    CANNOT_CARRY = (
        "cannot_carry",
        _(
            "The file cannot take a signature: it is encrypted, damaged, or signed already. It stays as it is."
        ),
    )
    WITHDRAWN = "withdrawn", _("The signature was withdrawn.")
    TOO_LATE = "too_late", _("Nobody signed in time.")
