"""What is declined about phrases and model letters."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NotYoursToKeep(Refusal):
    """Phrases and models of the office are kept by its chief or head, those of a unit by its head."""

    sentence = _(
        "Phrases and models of the whole office are kept by the head or the chief of office, those of a unit by the "
        "head of the unit. Keep it for yourself instead."
    )


class AidIsGone(Refusal):
    """A phrase or model that was retired meanwhile."""

    sentence = _("“%(name)s” is no longer kept. Nothing was changed.")


class KeyIsTaken(Refusal):
    """Two phrases of one owner under one key could not be told apart."""

    sentence = _("The key “%(name)s” is in use already. Choose another one.")


class KeyCannotBeTyped(Refusal):
    """A key is typed within a text, so it is short and plain."""

    sentence = _("A key has 1 to 20 small letters without marks, or figures: for example “kg1”.")


class PhraseIsEmpty(Refusal):
    """A phrase without words, or longer than a phrase."""

    sentence = _("A phrase has at least one word and 2,000 characters at most.")


class ModelNeedsATitle(Refusal):
    """A model that could not be found again."""

    sentence = _("Give the model a title of 150 characters at most.")


class TitleIsTaken(Refusal):
    """Two models of one owner and kind under one title could not be told apart."""

    sentence = _("There is a model “%(name)s” for this kind already. Give it another title.")


class ModelIsOfAnotherKind(Refusal):
    """A letter takes over only a model of its own kind: others have other parts."""

    sentence = _("The model “%(name)s” is for letters of the kind “%(kind)s”.")
