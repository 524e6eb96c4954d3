"""The outgoing register as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Final

from dispatch.layout.registers import COLUMNS
from lib.spreadsheet import write_table

if TYPE_CHECKING:
    from dispatch.layout.registers import RegisterLine

_WIDTHS: Final = (20, 12, 60, 22, 40, 18, 9, 12, 10, 30)


def write_sheet(lines: Iterable[RegisterLine], *, name: str, said: Sequence[str]) -> IO[bytes]:
    """Write the lines of the outgoing register, one at a time, into a temporary file and give it, rewound."""
    values = (_values(line) for line in lines)
    return write_table(values, columns=COLUMNS, widths=_WIDTHS, title="Sổ văn bản đi", name=name, said=said)


def _values(line: RegisterLine) -> tuple[object, ...]:
    return (
        line.code, line.day, line.title, line.signer, line.recipients,
        line.keeper, line.copies, line.sent_on, line.received, line.note,
    )  # fmt: skip
