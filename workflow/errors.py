"""What the procedures decline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class StaleTask(Refusal):
    """The step shown on the page has meanwhile been left: somebody was quicker, or a click came twice."""

    sentence = _(
        "%(who)s already handled this step on %(when)s. Nothing was changed; the page shows how it stands now."
    )


class NothingToHandOver(Refusal):
    """Handing over for somebody who has nothing in hand."""

    sentence = _("%(name)s has nothing in hand that could be handed over.")


class StepIsNotYours(Refusal):
    """The step waits for somebody else, who has not delegated it to this person today."""

    sentence = _("This step waits for %(holder)s.")


class NobodyHoldsTheStep(Refusal):
    """The post that has to act next is vacant: the letter stays where it is instead of skipping the step."""

    sentence = _(
        "Nobody holds the next step today (%(step)s, %(duty)s). An administrator has to appoint somebody first."
    )


class LetterIsBeingMoved(Refusal):
    """Another act on the same letter has not ended within the patience of the lock."""

    sentence = _("Somebody is working on this letter at this very moment. Please try again in a few seconds.")


class NotUnderWay(Refusal):
    """The letter has no open step of the kind asked about."""

    sentence = _("This letter is not at that step.")


class CannotBeDrawn(Refusal):
    """The page of a letter asks for something its layout cannot draw."""

    sentence = _(
        "The page of this letter could not be drawn. Take out what was pasted last and submit it again."
    )


class NothingChosen(Refusal):
    """A batch without a letter."""

    sentence = _("No letter was chosen. Tick those you have read.")


class NotOpenedYet(Refusal):
    """Signing blind: these very bytes were never opened by whoever confirms them."""

    sentence = _("%(code)s: you have not opened this file yet. Read it first; nothing was done.")


class NothingLeft(Refusal):
    """Every letter of the batch has its end."""

    sentence = _("No letter of this batch waits for a PIN any more.")


class BatchIsNotYours(Refusal):
    """A batch belongs to whoever confirmed it."""

    sentence = _("Somebody else confirmed these letters; only %(name)s can go on with them.")
