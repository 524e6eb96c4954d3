"""What is declined about numbers given late."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NumberedTooLate(Refusal):
    """An earlier day is kept only by a letter numbered at latest on the next working day (Decree 30/2020 Art. 15)."""

    sentence = _(
        "The letter was signed on %(signed)s and keeps an earlier day only when it is numbered by %(latest)s. "
        "Give it today's number and day, or a number with a letter behind it and the reason."
    )
