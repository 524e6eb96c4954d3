"""What is declined about one letter correcting, replacing, recalling or resting on another."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class OnlyIssuedLettersAreNamed(Refusal):
    """Naming as target a letter that is not issued, or this very letter."""

    sentence = _("Only a letter that was issued can be named here. Choose another one.")


class LetterIsNotInForce(Refusal):
    """Correcting, replacing or recalling a letter that was replaced or recalled already."""

    sentence = _("Letter %(code)s is no longer in force (%(status)s), so it cannot be %(act)s.")


class NamedAlready(Refusal):
    """The same relation a second time."""

    sentence = _("This letter names %(code)s already.")


class ReplacedByAnother(Refusal):
    """A second replacement of one letter, or one while another is being drafted."""

    sentence = _("Another letter that replaces %(code)s exists or is being drafted. Withdraw that one first.")


class NotOfEqualForm(Refusal):
    """Replacing a decision by something else (Decree 30/2020 Art. 18.3)."""

    sentence = _("A letter is replaced by one of equal form: %(code)s needs another “%(kind)s”.")


class CorrectionIsALetter(Refusal):
    """Correcting by another kind than an official letter (Decree 30/2020 Art. 18.3)."""

    sentence = _("A correction of format or technique is made by an official letter (công văn).")


class CorrectionSaysNothing(Refusal):
    """A correction without the place, the wrong and the right words, or with equal ones."""

    sentence = _("Say for each correction where it stands, the wrong words and the right ones.")


class RelationIsFixed(Refusal):
    """Taking a relation off an issued letter, or twice."""

    sentence = _("What an issued letter says of another stays.")


class LetterIsNotNamed(Refusal):
    """Submitting a correction, replacement or recall whose text does not say what it is about."""

    sentence = _("The letter has to name %(what)s in its subject or text, because it %(act)s %(code)s.")


class RecallIsNotUnderWay(Refusal):
    """Stopping, or answering, a recall that does not stand."""

    sentence = _("The recall of %(code)s is no longer under way.")


class RecallWasMadeByLetter(Refusal):
    """Stopping a recall that an issued letter ordered."""

    sentence = _("The recall was ordered by letter %(code)s. Only another letter can take that back.")


class ReplacedMeanwhile(Refusal):
    """Stopping the recall of a letter whose replacement was issued since."""

    sentence = _("Letter %(code)s replaced it meanwhile, so it cannot come into force again.")


class MayNotBeginHere(Refusal):
    """Beginning a letter about another without a post of one's own."""

    sentence = _("Only somebody who drafts letters in this office can begin one.")
