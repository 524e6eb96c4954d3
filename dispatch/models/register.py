"""What a reader of the register asks for. Nothing is filtered unless it is said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dispatch.enums import AllocationState
from dispatch.models.kinds import kind_of
from dispatch.models.numbers import NumberSeries
from organisation.models import Post, Unit


@dataclass(frozen=True, kw_only=True)
class RegisterFilters:
    """The filters of the outgoing register; an empty one shows every line."""

    series: NumberSeries | None = None
    year: int | None = None
    kinds: tuple[str, ...] = ()
    unit: Unit | None = None
    signer: Post | None = None
    state: AllocationState | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""

    def describe(self) -> list[str]:
        """Give one sentence part for each filter in use, in the reader's language; empty means every line is shown."""
        said: list[str] = []
        if self.series is not None:
            said.append(_("series “%(name)s”") % {"name": str(self.series)})
        if self.year is not None:
            said.append(_("year %(year)s") % {"year": self.year})
        if self.kinds:
            said.append(
                _("kind: %(kinds)s") % {"kinds": ", ".join(kind_of(code).name for code in self.kinds)}
            )
        if self.unit is not None:
            said.append(_("drafted by %(unit)s") % {"unit": self.unit.name})
        if self.signer is not None:
            said.append(_("signed by %(name)s") % {"name": self.signer.person.full_name})
        if self.state is not None:
            said.append(_("numbers that are %(state)s") % {"state": self.state.label})
        said += self._days()
        if self.text:
            said.append(_("with “%(text)s”") % {"text": self.text})
        return said

    def _days(self) -> list[str]:
        said = []
        if self.since is not None:
            said.append(_("dated from %(day)s") % {"day": self.since.strftime("%d/%m/%Y")})
        if self.until is not None:
            said.append(_("dated until %(day)s") % {"day": self.until.strftime("%d/%m/%Y")})
        return said
