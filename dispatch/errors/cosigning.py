"""What is declined about the second signature of a letter."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NotTheSecondSigner(Refusal):
    """Signing beside the signer, or declining to, without being named for it. Nobody can stand in."""

    sentence = _("%(name)s signs beside the signer, in person.")


class SecondSignerIsMissing(Refusal):
    """A second signatory whose post has ended, or who is the signer."""

    sentence = _(
        "Choose somebody else for the second signature: a colleague in office who is not the signer."
    )


class KindHasOneSignature(Refusal):
    """A colleague's second signature under a kind whose form has one (Decree 30/2020 App. III)."""

    sentence = _("Letters of this kind bear one signature of this organisation.")


class SecondSignatureIsMissing(Refusal):
    """Issuing a letter that lacks a signature or a seal it has to bear."""

    sentence = _("A signature or a seal this letter has to bear is still missing.")


class PartnerIsUnknown(Refusal):
    """A joint letter with oneself, or with an organisation that does not work in this installation."""

    sentence = _(
        "Choose another organisation of this installation. With one outside, the letter is signed on paper and "
        "numbered with its scan."
    )


class KindIsNotJoint(Refusal):
    """A joint letter of a kind whose form has two signatures of its own: minutes, contracts."""

    sentence = _("Letters of this kind are not issued jointly: their form has two signatures of its own.")


class OneSecondSignatory(Refusal):
    """Asking a second partner, or a partner beside a colleague."""

    sentence = _("The letter has a second signatory already. Let go of that one first.")


class NoPartnerIsAsked(Refusal):
    """Taking back a question that was never put, or is over."""

    sentence = _("No other organisation is asked to sign this letter.")


class PartnerHasNotSaid(Refusal):
    """A joint letter that would leave its drafter, or be laid out, before the partner has said who signs."""

    sentence = _("%(name)s has not said yet who signs there. The letter can go on its way when it has.")


class PartnerIsSigning(Refusal):
    """Taking a joint letter back while the partner's signature or seal is being made, or is on its way here."""

    sentence = _("%(name)s is signing or sealing it just now. Wait until its answer has come.")


class JointIsOver(Refusal):
    """Answering a question of another organisation that no longer waits for this answer: answered or taken back."""

    sentence = _("This letter no longer waits for that (%(state)s).")


class NotForJointLetters(Refusal):
    """Saying who signs a joint letter, or refusing it, without being registry, chief of office or leader."""

    sentence = _(
        "The registry, the chief of office or a leader answers other organisations about joint letters."
    )


class NotTheJointSigner(Refusal):
    """Signing a joint letter that another signs for this organisation. Nobody can stand in."""

    sentence = _("%(name)s signs this letter for the organisation, in person.")
