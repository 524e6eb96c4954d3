"""The signatures on a letter that came in, as both its pages say them: before the number and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dispatch import queries
from files.enums import MediaType
from web.letters.standing import signatures_in

if TYPE_CHECKING:
    from dispatch.models import IncomingLetter
    from web.letters.standing import Judged


def signatures_on(letter: IncomingLetter) -> tuple[list[Judged], str]:
    """Give the verdict on what came in, signature by signature, and a line where there is none to give.

    A scan, a picture or a file nobody signed is no false signature: the line says so, and nothing is red.
    """
    if letter.file is None:
        return [], ""
    if letter.file.media_type != MediaType.PDF:
        return [], _("Only a PDF can bear a digital signature.")
    if queries.is_unsigned(letter.file):
        return [], _("The file bears no digital signature.")
    return signatures_in(letter.file)
