"""What is declined about opinions, and about the stops of a route."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NobodyIsAsked(Refusal):
    """Asking for opinions without saying whose."""

    sentence = _("Choose at least one unit or person to ask.")


class AskedTwice(Refusal):
    """The same post asked twice in one round, by name and as head of its unit for instance."""

    sentence = _("%(name)s would be asked twice. Ask once.")


class UnitHasNoHead(Refusal):
    """A unit is asked through its head; nobody heads it today."""

    sentence = _("Nobody heads “%(unit)s” today. Ask a person by name.")


class NotThereToBeAsked(Refusal):
    """The post asked ended, or belongs to another office."""

    sentence = _("%(name)s holds no post here today and cannot be asked.")


class DrafterIsAsked(Refusal):
    """The drafter's own opinion is the draft."""

    sentence = _("%(name)s drafts this letter and cannot be asked for an opinion on it.")


class DueDayIsWrong(Refusal):
    """Terms of opinions are working days."""

    sentence = _("Give between 1 and 60 working days for an opinion.")


class OpinionIsOver(Refusal):
    """Answering, cancelling or reminding of an opinion that is no longer waited for."""

    sentence = _("This opinion is no longer waited for. What was typed is kept.")


class OpinionIsNotYours(Refusal):
    """Answering in the place of somebody else."""

    sentence = _("%(name)s was asked for this opinion.")


class OpinionSaysNothing(Refusal):
    """Remarks without words, or a no without a reason."""

    sentence = _("Write your remarks, or the reason why you disagree.")


class OpinionIsNotIn(Refusal):
    """Saying what became of an opinion nobody gave yet."""

    sentence = _("This opinion has not been given yet.")


class OpinionsWait(Refusal):
    """A draft is submitted when its drafter has said what became of every remark (design §4)."""

    sentence = _("Say first what became of the remarks of %(names)s: taken over or not, and why.")


class RoundIsOfTheRoute(Refusal):
    """A round the route asks for is not the drafter's to close."""

    sentence = _("The route of the letter asks for these opinions. Only the person asked can answer.")


class RemindedToday(Refusal):
    """One reminder a day is enough."""

    sentence = _("%(name)s was reminded today already.")


class NotAskedHere(Refusal):
    """Answering at a step whose route asks others."""

    sentence = _("The route of this letter does not ask you at this step.")


class NobodyIsAbove(Refusal):
    """Passing up beyond the top."""

    sentence = _("Nobody stands above %(name)s in this office; the decision stays here.")


class SuperiorIsAskedToo(Refusal):
    """Passing up to somebody who answers beside: of two answers the route asks for, one would be lost."""

    sentence = _(
        "%(name)s is asked at this step too. Answer yourself, or return the letter with your reason."
    )


class NothingToTakeBack(Refusal):
    """Taking back what somebody else brought here."""

    sentence = _("You did not bring the letter to this step, so you cannot take it back.")


class NobodyReturnsHere(Refusal):
    """Returning a letter from a stage whose route only asks for advice."""

    sentence = _("At this step only opinions are given; the letter is not returned from here.")


class NotAStepBefore(Refusal):
    """Returning forward, or to a step the letter did not pass."""

    sentence = _("The letter can be returned only to a step it has passed.")
