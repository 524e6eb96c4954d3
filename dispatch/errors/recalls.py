"""What is declined about the receivers of a recalled letter."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class SenderRecallsIt(Refusal):
    """Registering, refusing or completing an incoming letter while its sender recalls it."""

    sentence = _("The sender recalls this letter. Answer the recall first.")


class CancelledAtRecall(Refusal):
    """Going on with an incoming letter that was cancelled because its sender recalled it."""

    sentence = _("This letter was cancelled because its sender recalled it.")


class RecallIsAnswered(Refusal):
    """Answering a recall a second time, or one that was stopped."""

    sentence = _("This recall no longer waits for an answer (%(state)s).")


class ReceiverAnswersItself(Refusal):
    """Noting by hand what an organisation of this installation says itself."""

    sentence = _("%(name)s answers in its own system; nothing is noted for it.")


class ReceiverCancelledIt(Refusal):
    """Stopping a recall that a receiver followed."""

    sentence = _("%(name)s has cancelled or returned the letter already, so the recall cannot be stopped.")
