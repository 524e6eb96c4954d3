"""What signing declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NoCertificate(Refusal):
    """Nobody registered a certificate for this person or organisation."""

    sentence = _("There is no valid certificate for this signature. Ask the administrator to register one.")


class CertificateExpired(Refusal):
    """The certificate ended (TT 15/2025: checked before signing)."""

    sentence = _("The certificate expired on %(day)s.")


class CertificateNotYetValid(Refusal):
    """The certificate begins later."""

    sentence = _("The certificate is not valid yet.")


class CertificateIsRetired(Refusal):
    """The certificate was taken out of use for good."""

    sentence = _("This certificate was retired on %(day)s and signs nothing any more.")


class CertificateIsNotYours(Refusal):
    """Signing with somebody else's certificate."""

    sentence = _("This certificate belongs to somebody else.")


class CertificateIsKnown(Refusal):
    """Registering the same certificate again."""

    sentence = _("This certificate is already registered.")


class CertificateUnreadable(Refusal):
    """What was registered is no certificate."""

    sentence = _("This is not a certificate: one in PEM or DER form is needed, and nothing else in the file.")


class PrivateKeyWasSent(Refusal):
    """A key that left its token is no longer its owner's alone."""

    sentence = _(
        "The file holds a private key. Nothing was kept. Whoever sent it here has to treat this key as known to "
        "others and have the certificate revoked."
    )


class CertificateDoesNotSign(Refusal):
    """An authority's certificate, or one for encryption or for web servers."""

    sentence = _("This certificate is not one for signing: its key usage does not say digital signature.")


class CertificateIsWeak(Refusal):
    """A key that could be forged (TT 15/2025)."""

    sentence = _("The key of this certificate is too weak. RSA with 2048 bits or a common curve is needed.")


class CertificateIsForeign(Refusal):
    """No root of the installation vouches for it, so no verdict would ever accept what it signs."""

    sentence = _(
        "No authority this office trusts stands behind the certificate (issued by “%(issuer)s”). The root of its "
        "authority has to lie in the trust folder of the machine first."
    )


class KeyPlaceUnknown(Refusal):
    """A reference no signer can follow, or to a module the machine does not name."""

    sentence = _(
        "The place of the key cannot be used: it needs a module named in PKCS11_MODULES on the machine, the label "
        "of the token and the label of the key."
    )


class OnlyTheRegistrySeals(Refusal):
    """The clerk keeps the seal and seals in person (Decree 30/2020 Art. 32)."""

    sentence = _("Only the registry clerk may use the seal.")


class OnlyAnAdministrator(Refusal):
    """Certificates are registered and unlocked by an administrator."""

    sentence = _("Only an administrator may do this.")


class FileChanged(Refusal):
    """The file is not the one that was approved."""

    sentence = _("The file is no longer the one that was approved. Nothing was signed.")


class RequestIsNotOpen(Refusal):
    """The signature was given, failed or expired meanwhile."""

    sentence = _("This signature is no longer waiting for a PIN.")


class WrongPin(Refusal):
    """The PIN does not open the key."""

    sentence = _("The PIN is wrong. %(remaining)s attempts remain.")


class PinIsLocked(Refusal):
    """Too many wrong PINs."""

    sentence = _("The PIN was wrong too often. An administrator has to unlock the certificate.")


class PinIsEmpty(Refusal):
    """No PIN, or one of impossible length."""

    sentence = _("Enter the PIN of the certificate.")


class SignerIsAway(Refusal):
    """The signer process does not answer."""

    sentence = _("The signing service is not running. Nothing was signed; try again in a moment.")


class KeyIsAway(Refusal):
    """The token or key file cannot be reached."""

    sentence = _("The signing key cannot be reached. Check the token and try again.")


class PinIsGone(Refusal):
    """A PIN given for several signatures was used for all of them, or its time is over, or the signer restarted."""

    sentence = _("The PIN is no longer held. Nothing was signed here; enter it again for what is left.")


class TooManyAtOnce(Refusal):
    """More signatures than one confirmation can answer for."""

    sentence = _("At most %(most)s letters can be confirmed at once. Choose fewer.")


class WrongFigures(Refusal):
    """Number or day hold something that cannot be drawn."""

    sentence = _("Number and day may hold only digits, a small suffix letter (a to d) and the signs / - . :")


class PlacesAreMissing(Refusal):
    """The layout lacks the places for signature, seal, number or day."""

    sentence = _("The layout has no place for the signature, the seal, the number or the day.")
