"""What the office declines about letters: facts, each with its one sentence for people."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


# ---------------------------------------------------------------- secrets
class SecretsAreNotKeptHere(Refusal):
    """A state secret must not be stored, nor even registered, on a networked system (design D19)."""

    sentence = _(
        "State secrets must not be written or kept in this system. Nothing was stored. "
        "Use the office's separate machine for secret documents."
    )


class SecretMarkFound(Refusal):
    """A line of the text is a mark of secrecy."""

    sentence = _(
        "The line “%(mark)s” is a mark of secrecy. State secrets must not be kept here, so this was not stored. "
        "Take the line out if the letter is not secret."
    )


# ---------------------------------------------------------------- the text of a draft
class SubjectIsMissing(Refusal):
    """A letter without a subject."""

    sentence = _("Write the subject of the letter first.")


class SubjectIsTooLong(Refusal):
    """A subject longer than a register line can hold."""

    sentence = _(
        "The subject has %(length)s characters; at most %(most)s are allowed. Shorten it and put the rest in the text."
    )


class BodyIsEmpty(Refusal):
    """A letter without text."""

    sentence = _("Write the text of the letter first.")


class BodyIsTooLarge(Refusal):
    """More text than one letter can hold."""

    sentence = _("The text is too large for one letter. Move a part of it into an attachment.")


class BodyIsMalformed(Refusal):
    """The text holds something the editor cannot have made."""

    sentence = _(
        "The text holds something that does not belong in a letter (%(what)s). Paste it again as plain text."
    )


class DraftIsMalformed(Refusal):
    """A field of the draft has a value of the wrong kind."""

    sentence = _("The field “%(field)s” holds a value that cannot be read.")


class AddresseesAreMissing(Refusal):
    """A letter to nobody."""

    sentence = _("Say to whom the letter is addressed.")


class TooManyLines(Refusal):
    """More addressees, recipients or legal bases than a page can bear."""

    sentence = _("The field “%(field)s” has %(count)s lines; at most %(most)s are allowed.")


class LineIsTooLong(Refusal):
    """One line of a list is longer than can be printed."""

    sentence = _("A line of the field “%(field)s” has %(length)s characters; at most %(most)s are allowed.")


class SignerIsMissing(Refusal):
    """A letter nobody is to sign."""

    sentence = _("Choose who is to sign the letter.")


class SignerHasNoMandate(Refusal):
    """The chosen post may not sign letters of this kind on this day (Decree 30/2020 Art. 13)."""

    sentence = _("%(name)s has no mandate to sign letters of this kind today. Choose another signer.")


class KindHasNoLayout(Refusal):
    """The official layout of this kind is not built in yet."""

    sentence = _("Letters of the kind “%(kind)s” cannot be laid out yet.")


class KindIsUnknown(Refusal):
    """No such kind in this regime (State, Party)."""

    sentence = _("The kind “%(kind)s” does not exist under the rules this office follows.")


class AbbreviationIsNotKnown(Refusal):
    """The rules we could read do not say how this kind is abbreviated."""

    sentence = _("No abbreviation is recorded for the kind “%(kind)s”, so its symbol cannot be made.")


class DraftChangedElsewhere(Refusal):
    """The draft was changed in another tab or by somebody else since it was opened."""

    sentence = _(
        "%(who)s changed this draft elsewhere at %(when)s. Nothing was overwritten; open the newer state and "
        "carry your changes over."
    )


class AttachmentIsNotHere(Refusal):
    """Taking off what is not attached (any more)."""

    sentence = _("This file is no longer attached to the letter.")


class AttachedAlready(Refusal):
    """The same bytes are attached already."""

    sentence = _("The file “%(name)s” is attached already.")


# ---------------------------------------------------------------- who may
class LetterIsElsewhere(Refusal):
    """The letter stands in another state than this act needs."""

    sentence = _("The letter is now at the step “%(status)s”, so this cannot be done.")


class LetterIsNotYours(Refusal):
    """The letter is not visible to whoever asks."""

    sentence = _("You do not take part in this letter.")


class NotTheDrafter(Refusal):
    """Editing, submitting, withdrawing a letter of somebody else."""

    sentence = _("Only the person who drafts this letter can do this.")


class NotYourUnit(Refusal):
    """Drafting for a unit one does not belong to."""

    sentence = _("You can draft letters only for your own unit.")


class WorkIsNotYoursToGive(Refusal):
    """Handing over the work of somebody else's unit."""

    sentence = _("Only the head of the drafting unit or an administrator hands over work.")


class AdministratorTakesALetter(Refusal):
    """An administrator who gave himself a letter would read what the role does not show."""

    sentence = _("An administrator cannot hand a letter over to himself. Choose a colleague of the unit.")


class ColleagueIsNotThere(Refusal):
    """Handing over to somebody who holds no post today, or to whom it lies already."""

    sentence = _("%(name)s cannot take this over: choose somebody else who works here today.")


class ColleagueIsOfAnotherUnit(Refusal):
    """A letter is drafted in its unit, whose head answers for it."""

    sentence = _("Letter %(number)s belongs to %(unit)s; only somebody of that unit can go on with it.")


class ColleagueDoesNotCheck(Refusal):
    """A check is made by whoever answers for it."""

    sentence = _("Letter %(number)s waits for a check that %(name)s does not make. Choose who has this duty.")


class NothingIsInHand(Refusal):
    """The letter went on meanwhile, or was handed over already."""

    sentence = _("Letter %(number)s is no longer with %(name)s. Nothing was changed.")


class NotHeadOfTheUnit(Refusal):
    """The content is answered for by the head of the drafting unit (Decree 30/2020 Art. 12)."""

    sentence = _("Only the head of the drafting unit answers for the content.")


class NotChiefOfOffice(Refusal):
    """The format is answered for by the chief of office (Decree 30/2020 Art. 12)."""

    sentence = _("Only the chief of office answers for the format.")


class NotTheSigner(Refusal):
    """Approving or refusing what another signs (Decree 30/2020 Art. 11)."""

    sentence = _("Only the person who is to sign, or the head, decides on this letter.")


class SignatureIsPersonal(Refusal):
    """Signing by delegation, or for somebody else: a signature is given by its own holder only."""

    sentence = _("Only %(name)s in person can sign this letter.")


class MandateHasChanged(Refusal):
    """The right to sign on which the letter was laid out no longer stands (design D9)."""

    sentence = _(
        "The mandate to sign has changed since this letter was laid out. Return it so that it is laid out again."
    )


class NotTheRegistry(Refusal):
    """Numbering, sealing and registering are the registry's alone."""

    sentence = _("Only the registry can do this.")


# ---------------------------------------------------------------- the way of a letter
class IllegalStep(Refusal):
    """A status that may not follow the present one."""

    sentence = _("A letter at “%(status)s” cannot go to “%(to)s”.")


class ReasonIsMissing(Refusal):
    """An act that needs a reason was given none, or one too short to be understood."""

    sentence = _("Give a reason that others can understand.")


class OpenedAlready(Refusal):
    """Taking back a letter that somebody has opened."""

    sentence = _("Somebody has opened the letter already. Ask them to return it.")


class LetterIsBeingSigned(Refusal):
    """Withdrawing while the signature is being made."""

    sentence = _("The letter is being signed at this moment. Wait until the signature is complete.")


class ApprovedFileIsAnother(Refusal):
    """The bytes shown to the person are not the bytes to be approved (design D9)."""

    sentence = _(
        "The letter was laid out again since you opened it. Read the present version and decide again."
    )


class FileIsNotAccepted(Refusal):
    """A file whose signatures our verdict does not accept at the required level is never issued."""

    sentence = _("The sealed file was not accepted (%(reason)s), so the letter was not issued.")


class FileIsOfAnother(Refusal):
    """A file that does not belong to this organisation."""

    sentence = _("This file does not belong to the office of the letter.")


# ---------------------------------------------------------------- numbers
class NoSeries(Refusal):
    """No series counts letters of this kind on this day."""

    sentence = _("No number series is open for “%(kind)s” on %(day)s. The registry has to open one.")


class SeriesIsClosed(Refusal):
    """The series was closed before the day asked for."""

    sentence = _("The number series “%(name)s” is closed on %(day)s.")


class SeriesIsFrozen(Refusal):
    """After a restore every series stands still until a clerk confirms the last number used (design D25)."""

    sentence = _(
        "The number series “%(name)s” stands still until the registry confirms the last number used."
    )


class SeriesOverlaps(Refusal):
    """Two series for the same kind at the same time would be two counters (domain trap 5)."""

    sentence = _(
        "“%(name)s” already counts letters of this kind in this period; two counters are not allowed."
    )


class SeriesNameTaken(Refusal):
    """Two books of one name in one period could not be told apart in the register."""

    sentence = _("There is a book “%(name)s” for this period already. Give the new one another name.")


class SeriesWasUsed(Refusal):
    """A series cannot be closed before it was opened, or before it gave its last number."""

    sentence = _("The book cannot end before %(day)s: a number of that day stands in it, or it began then.")


class LegalDayIsInFuture(Refusal):
    """A letter cannot be dated ahead."""

    sentence = _("The letter cannot be dated %(day)s: that day has not come.")


class LegalDayIsBeforeSignature(Refusal):
    """A letter cannot be older than its signature."""

    sentence = _("The letter was signed on %(signed)s and cannot be dated %(day)s.")


class SeriesIsNotFrozen(Refusal):
    """Only a series frozen by a restore is confirmed; confirming another would void numbers for nothing."""

    sentence = _("This series is running; there is nothing to confirm.")


class NumberDoesNotFit(Refusal):
    """A number longer than the place laid out for it would be cut on the page."""

    sentence = _(
        "The page was laid out for a number of %(places)s figures and %(number)s is longer. "
        "Withdraw the letter and have it laid out and signed again."
    )


class LegalDayIsBehindRegister(Refusal):
    """Numbers rise with their days; a late letter needs the exception with a suffix."""

    sentence = _(
        "Number %(last)s already bears the day %(last_day)s, so the next number cannot be dated %(day)s. "
        "If it has to be, use a number with a letter behind it and give the reason."
    )


class NumberAlreadyTaken(Refusal):
    """The number with this suffix stands in the register."""

    sentence = _("The number %(number)s is already in the register.")


class NoSuchNumber(Refusal):
    """A suffix needs a number to follow."""

    sentence = _("The number %(number)s is not in this register.")


class SuffixIsWrong(Refusal):
    """A suffix is one small letter, and only those that can be drawn into the reserved field."""

    sentence = _("Behind the number stands one small letter from a to d, as in 12a.")


class ReservationIsOver(Refusal):
    """The reserved number was used, voided or has expired."""

    sentence = _("The reservation of number %(number)s no longer stands.")


class ReservationIsForAnother(Refusal):
    """A reserved number that does not fit the letter: other series, or other day."""

    sentence = _("Number %(number)s is reserved for other letters than this one.")


class NumberIsInUse(Refusal):
    """Voiding the number of an issued letter: that is a recall, not a void."""

    sentence = _("Number %(number)s belongs to an issued letter and cannot be voided.")


class SealIsUnderWay(Refusal):
    """Voiding a number while the seal is being set."""

    sentence = _("The seal is being set at this moment. Wait until it is complete.")
