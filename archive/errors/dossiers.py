"""What the archive declines about dossiers and what lies in them."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class DossierIsClosed(Refusal):
    """Filing in, or taking from, a closed dossier."""

    sentence = _("Dossier %(code)s is closed. It has to be reopened first.")


class DossierIsOpen(Refusal):
    """Reopening what is open."""

    sentence = _("Dossier %(code)s is open already.")


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
