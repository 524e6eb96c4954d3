"""What letters of some kinds need besides their text."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ParticularIsMissing(Refusal):
    """A fact the template of this kind asks for (Decree 30/2020 App. III, templates 1.6 to 1.10)."""

    sentence = _("Fill in “%(field)s” first: letters of this kind need it.")


class PartIsEmpty(Refusal):
    """An appendix, or a promulgated text, of which only the title was written."""

    sentence = _("“%(title)s” has no text yet. Write it, or take it out.")
