"""What is told of incoming letters, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from dispatch.operations.reading_arrivals import MARK_FOUND
from workflow.incoming_letter.telling import News

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

OF_INCOMING: Mapping[str, Promise] = {
    News.FOR_INFORMATION: gettext_lazy("%(by)s gives it to you for information."),
    News.NO_LONGER_YOURS: gettext_lazy("It is no longer yours to handle: “%(reason)s”"),
    News.RECORDED_FOR_YOU: gettext_lazy("%(by)s recorded the directive you wrote on paper."),
    News.CONTRIBUTED: gettext_lazy("%(by)s contributed to what you lead."),
    News.COMPLETED: gettext_lazy("%(by)s confirmed that it is done."),
    News.DONE_FOR_YOU: gettext_lazy("%(by)s acted on it on your behalf."),
    News.MORE_TIME: gettext_lazy("%(by)s granted time until %(day)s."),
    News.NO_MORE_TIME: gettext_lazy("%(by)s refused more time: “%(reason)s”"),
    News.PAUSED: gettext_lazy("%(by)s stopped its clock: “%(reason)s”"),
    News.RESUMED: gettext_lazy("Its clock runs again."),
    News.ANSWERED: gettext_lazy("%(by)s gave the opinion you asked for."),
    News.NO_LONGER_ASKED: gettext_lazy("Your opinion is no longer waited for."),
    News.DUE_SOON: gettext_lazy("It is due soon, on %(day)s: %(name)s."),
    News.DUE_TODAY: gettext_lazy("It is due today: %(name)s."),
    MARK_FOUND: gettext_lazy(
        "The machine read the mark “%(name)s” on its pages after it got its number. If it is secret, strike it out of "
        "the book and tell whoever keeps the machine."
    ),
    News.OVERDUE: gettext_lazy("It is overdue since %(day)s: %(name)s."),
}
