"""What the catalogue declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class CatalogueIsNotYours(Refusal):
    """Working on the catalogue without the duty."""

    sentence = _("The catalogue is kept by the archivist.")


class CatalogueCodeTaken(Refusal):
    """Two parts of one parent with one code."""

    sentence = _("The code %(code)s is taken there. Give another one.")


class CatalogueTitleNeeded(Refusal):
    """A unit of description without a title."""

    sentence = _("A title is needed.")


class FondsNeedsCode(Refusal):
    """A fonds without the code it is cited by."""

    sentence = _("A fonds needs a code (mã phông).")


class HoldsNoUnits(Refusal):
    """Putting a part under a dossier."""

    sentence = _("A dossier holds records, not further parts. Choose a fonds or a series.")


class WouldHoldItself(Refusal):
    """Moving a part into itself."""

    sentence = _("A part cannot lie within itself. Choose another place.")


class MovedMeanwhile(Refusal):
    """Changing what somebody moved to another fonds, or took away, a moment ago."""

    sentence = _("Somebody has just moved this or taken it away. Open it again.")


class FondsStaysFonds(Refusal):
    """Moving a fonds under something, or making anything else stand alone."""

    sentence = _("A fonds stands alone and everything else stands in one.")


class UnitIsNotEmpty(Refusal):
    """Removing what still holds something."""

    sentence = _("“%(title)s” still holds %(count)s things. Move or remove them first.")


class UnitIsInUse(Refusal):
    """Removing what somebody asked for, borrowed, or has a copy of."""

    sentence = _("“%(title)s” was asked for, lent or copied; the books name it, so it stays.")


class UnitIsOfADossier(Refusal):
    """Changing in the catalogue what the dossier itself says."""

    sentence = _("This dossier is kept in the system: its code, title and records are changed there.")


class NotTakenOver(Refusal):
    """Giving a place to a dossier the archive does not hold."""

    sentence = _("Dossier %(code)s was not taken over by the archive. Take it over from its transfer first.")


class AlreadyCatalogued(Refusal):
    """Placing a dossier twice."""

    sentence = _("Dossier %(code)s stands in the catalogue already.")


class YearsOutOfOrder(Refusal):
    """An end before its beginning."""

    sentence = _("The last year lies before the first.")


class PlaceCodeTaken(Refusal):
    """Two places of one kind with one code in the same place."""

    sentence = _("There is already a place %(code)s here.")


class PlaceDoesNotFit(Refusal):
    """A store in a box."""

    sentence = _("A shelf stands in a store room, a box on a shelf or in a store room.")


class PlaceIsInUse(Refusal):
    """Removing a place where something lies."""

    sentence = _("Something still lies in %(code)s.")


class CreatorTaken(Refusal):
    """A body named twice."""

    sentence = _("“%(name)s” is there already.")


class SecretHasNoPlaceHere(Refusal):
    """A thing marked secret (design D19): neither it nor its title may be kept on this system."""

    sentence = _(
        "State secrets are neither kept nor listed here. Enter it in the book of the secret registry."
    )
