"""What the lint does not let pass without a word."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class FindingsNeedAReason(Refusal):
    """Passing the format although rules of the layout are broken needs a reason that is kept."""

    sentence = _(
        "%(count)s findings must be put right. Send the letter back, or give the reason why it passes as it is."
    )
