"""What is declined about the organisation's signature on attachments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class AttachmentsAreBeingSigned(Refusal):
    """Sending a letter whose separate attachments do not bear the organisation's signature yet."""

    sentence = _(
        "A separate attachment is still being signed for the organisation, or waits for the PIN. "
        "See the files of the letter."
    )


class NoAttachmentWaits(Refusal):
    """Nothing to sign."""

    sentence = _("No attachment of this letter waits for the organisation's signature.")
