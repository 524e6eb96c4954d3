"""Who may not do this to the letter."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


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
