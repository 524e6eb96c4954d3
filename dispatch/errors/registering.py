"""What the book of incoming letters declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class AnswerIsDueBeforeLetter(Refusal):
    """An answer asked for before the letter was written."""

    sentence = _(
        "An answer cannot be due on %(day)s, before the letter was written. Check both days on the page."
    )


class ReplyIsBegun(Refusal):
    """Striking out a letter that is being answered."""

    sentence = _(
        "A reply to this letter is begun. Withdraw the reply first; then the letter can be struck out."
    )


class NothingToPrint(Refusal):
    """Printing a letter that has no file."""

    sentence = _(
        "This letter came on paper and has no scan: there is nothing to print it from. Stamp the paper itself."
    )


class SecretLiesElsewhere(Refusal):
    """Erasing a secret of which another letter holds the same bytes."""

    sentence = _(
        "The same file lies in another letter as well (%(name)s). Erase that one first; if it has its number, strike "
        "it out of the book and tell whoever keeps the machine."
    )
