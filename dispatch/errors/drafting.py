"""What is wrong with a text, and with secrets, which are never kept here."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


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


class KindIsUnknown(Refusal):
    """No such kind in this regime (State, Party)."""

    sentence = _("The kind “%(kind)s” does not exist under the rules this office follows.")


class AbbreviationIsNotKnown(Refusal):
    """The rules we could read do not say how this kind is abbreviated."""

    sentence = _(
        "No abbreviation is recorded for the kind “%(kind)s”, so its symbol cannot be made. "
        "An administrator can record the one your office uses."
    )


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
