"""What sending does not allow, and what an arriving letter does not."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NotYourRecipients(Refusal):
    """Choosing recipients of a letter that is neither drafted by oneself nor at the registry."""

    sentence = _("The drafter chooses the recipients; after the signature the registry completes them.")


class RecipientIsUnderWay(Refusal):
    """Changing whom a letter was sent to: what was sent stays as it was."""

    sentence = _("The letter has been sent to %(name)s already. Nothing was changed.")


class RecipientIsIncomplete(Refusal):
    """Sending without knowing how or where to."""

    sentence = _("It is not said yet how the letter goes to %(name)s. Complete this recipient first.")


class PaperGoesOnPaper(Refusal):
    """Sending the scan of a letter signed on paper as if it were the original (Decree 30/2020 Art. 18.6)."""

    sentence = _(
        "A letter signed on paper goes by post or by hand; its scan is no original. Correct %(name)s."
    )


class RecipientIsThereAlready(Refusal):
    """The same organisation of this installation twice on one letter."""

    sentence = _("%(name)s is among the recipients already.")


class RecipientIsThisOffice(Refusal):
    """Sending to oneself."""

    sentence = _("A letter is not sent to its own office. Keep the printed line and take this recipient off.")


class NothingToSend(Refusal):
    """Sending to nobody."""

    sentence = _("Nobody is left to send this letter to.")


class MailIsNotSetUp(Refusal):
    """No mail server is named by the installation, or the office has no address to write from."""

    sentence = _(
        "Mail cannot be sent: whoever keeps the machine has not named a mail server and an address to send from."
    )


class CannotBeSentAgain(Refusal):
    """Sending again what is on its way or has arrived."""

    sentence = _("The letter to %(name)s is at “%(status)s”, so it is not sent again.")


class NewsIsNotYours(Refusal):
    """Noting by hand what the system itself will learn, or of a letter that never left."""

    sentence = _("The letter to %(name)s is at “%(status)s”; this cannot be noted by hand.")


class DayIsImpossible(Refusal):
    """A receipt or return dated ahead, or before the thing left."""

    sentence = _("The day %(day)s does not lie between the day it went out and today.")


class SendingIsClosed(Refusal):
    """Closing twice."""

    sentence = _("The sending of this letter is closed already.")


class NotTheKeeperOfGroups(Refusal):
    """Changing a group for others than oneself or one's unit."""

    sentence = _(
        "Only the registry changes groups of the whole office; those of a unit are changed inside it."
    )


class CorrespondentIsKnown(Refusal):
    """A second entry of the same name."""

    sentence = _("“%(name)s” stands in the directory already.")


class CorrespondentIsIncomplete(Refusal):
    """A channel without what it needs."""

    sentence = _("Say where the letter goes: an organisation, an e-mail address or a postal address.")


class NoSuchLetter(Refusal):
    """A number that no issued letter of this office bears."""

    sentence = _("No issued letter of this office bears the number %(code)s.")


class CopyIsOut(Refusal):
    """Lending a kept copy that was not returned."""

    sentence = _("The kept copy is with %(name)s since %(day)s and has not come back.")


class CopyDayIsAhead(Refusal):
    """Lending on a day to come."""

    sentence = _("%(day)s lies ahead. Write down the day the copy is really given out.")


class CopyIsBack(Refusal):
    """Returning twice."""

    sentence = _("The kept copy came back on %(day)s already.")


class IncomingIsElsewhere(Refusal):
    """The incoming letter stands where this act has no meaning."""

    sentence = _("This incoming letter is at “%(status)s”, so this cannot be done.")


class NoIncomingBook(Refusal):
    """No series counts arrivals on this day."""

    sentence = _("There is no book of incoming letters for %(day)s. Open one first.")


class ArrivalMayBeDouble(Refusal):
    """A letter with the same bytes, or the same issuer, number, symbol and day, stands in the register already."""

    sentence = _("This letter may be registered already as arrival %(number)s. Look at both before going on.")


class ArrivalDayIsImpossible(Refusal):
    """An arrival day ahead, or before the letter came."""

    sentence = _("The day of arrival cannot be %(day)s.")
