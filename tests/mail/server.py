"""A real SMTP server in a process of its own, with a few recipients that behave badly.

``python -m tests.mail.server PORT FOLDER`` keeps every mail as a file of FOLDER the moment its data is there, and then
answers: ``khongco@…`` does not exist, ``day@…`` is full for now, and to ``cham@…`` the answer takes its time.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

SLOW = 4.0  # seconds between the mail being kept and the answer


class Box:
    """Keeps mails, and answers as the recipient asks for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("khongco@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("day@"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        self.count += 1
        kept = self.folder / f"{self.count:04}.part"
        kept.write_bytes(envelope.content)
        kept.rename(kept.with_suffix(".eml"))
        if any(address.startswith("cham@") for address in envelope.rcpt_tos):
            await asyncio.sleep(SLOW)
        return "250 OK"


def main() -> None:
    """Serve until told to stop."""
    controller = Controller(Box(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main()
