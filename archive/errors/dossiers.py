"""What the archive declines about dossiers and what lies in them."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class DossierStands(Refusal):
    """A step from where a dossier does not stand."""


class DossierIsClosed(DossierStands):
    """Filing in, or taking from, a closed dossier."""

    sentence = _("Dossier %(code)s is closed. It has to be reopened first.")


class DossierIsOpen(DossierStands):
    """What needs a closed dossier, asked of an open one."""

    sentence = _("Dossier %(code)s is open. It has to be closed first.")


class DossierIsOffered(DossierStands):
    """Changing what waits for the archive's answer."""

    sentence = _("Dossier %(code)s is offered to the archive. The offer has to be withdrawn first.")


class DossierIsInCustody(DossierStands):
    """Changing what the archive keeps (Decree 30/2020 Art. 30)."""

    sentence = _("Dossier %(code)s is in the archive's custody: it is read, and never changed.")


class DossierIsEmpty(Refusal):
    """Closing a dossier with nothing in it."""

    sentence = _("Dossier %(code)s holds no records, so it cannot be closed.")


class DossierCodeTaken(Refusal):
    """A code used twice in a year."""

    sentence = _("Another dossier of %(year)s already has the code %(code)s.")


class DossierNeedsCodeAndTitle(Refusal):
    """A dossier, or a line of the plan, without code or title."""

    sentence = _("Code and title are both needed.")


class AlreadyInDossier(Refusal):
    """The same thing filed twice in one dossier."""

    sentence = _("This is already number %(ordinal)s in dossier %(code)s.")


class AlreadyTakenOut(Refusal):
    """Taking out what is out."""

    sentence = _("This record was already taken out of the dossier.")


class ReasonNeeded(Refusal):
    """An act that has to say why."""

    sentence = _("Say why, in at least five letters.")


class NotTheKeeper(Refusal):
    """Changing a dossier that is in other hands."""

    sentence = _("Only the keeper of the dossier, the head of its unit or the archivist can do this.")


class NotOfTheUnit(Refusal):
    """Filing in a dossier of another unit."""

    sentence = _("Only the keeper, the unit of the dossier, the registry and the archivist file in it.")


class UnitIsNotYours(Refusal):
    """Opening a dossier for another unit."""

    sentence = _("You open dossiers for your own unit only.")


class NotOfYourOrganisation(Refusal):
    """Acting on a dossier, or for people, of another organisation."""

    sentence = _("This belongs to another organisation.")


class RecordNeedsTitle(Refusal):
    """A line of the list of documents without words."""

    sentence = _("Say what the document is: its title is needed.")


class DossierIsIncomplete(Refusal):
    """Closing a dossier that lacks what it must have, without saying that it is known."""

    sentence = _(
        "Dossier %(code)s is not complete: %(count)s remarks. Put them right, or say that it is closed as it is."
    )


class WorkEndedLater(Refusal):
    """Work that ended after the dossier was closed, or before it was opened."""

    sentence = _("The work ended between the opening of the dossier (%(opened)s) and today.")


class NotAMemberOfOffice(Refusal):
    """Giving dossiers to somebody who has left, or to oneself."""

    sentence = _("Choose a colleague who works here today.")
