"""Speaks IMAP: looks into one folder of a mailbox, gives whole mails, moves what was taken in. Deletes nothing else."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_SECONDS = 30
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxUnreachable(Exception):
    """The server is down, refuses the sign-in, or says something that is no IMAP."""


@dataclass(frozen=True)
class Address:
    """Where the mailbox is: ``imaps://user@host:993/INBOX``, or ``imap://`` on the machine itself."""

    host: str
    port: int
    user: str
    folder: str
    secure: bool

    @classmethod
    def of(cls, url: str) -> Address:
        """Read an address; raises MailboxUnreachable for one that is none."""
        parts = urlsplit(url)
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
            raise MailboxUnreachable("the address of the mailbox must be imaps://user@host/INBOX")
        secure = parts.scheme == "imaps"
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        return cls(
            parts.hostname, parts.port or (993 if secure else 143), unquote(parts.username), folder, secure
        )


class Mailbox:
    """One open folder."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self._server = server
        self._folder = folder

    def waiting(self) -> list[tuple[str, int]]:
        """Give UID and size of each mail that lies there and is not marked deleted, the oldest first."""
        _status, answer = self._server.uid("SEARCH", "UNDELETED")
        uids = (answer[0] or b"").split() if answer else []
        return [(uid.decode(), self._size(uid.decode())) for uid in uids]

    def _size(self, uid: str) -> int:
        _status, answer = self._server.uid("FETCH", uid, "(RFC822.SIZE)")
        found = _SIZE.search(b" ".join(one for one in answer if isinstance(one, bytes)))
        return int(found[1]) if found else 0

    def mail(self, uid: str) -> bytes:
        """Give a mail as it lies there, without marking it read; empty when it is gone."""
        _status, answer = self._server.uid("FETCH", uid, "(BODY.PEEK[])")
        return next((one[1] for one in answer if isinstance(one, tuple)), b"")

    def move(self, uid: str, to: str) -> None:
        """Move a mail into another folder, which is made where it is missing. It is copied before it leaves here."""
        quoted = f'"{to}"'
        with suppress(imaplib.IMAP4.error):
            self._server.create(quoted)
        status, answer = self._server.uid("COPY", uid, quoted)
        if status != "OK":
            raise MailboxUnreachable(f"the mail could not be copied to {to}: {answer!r}")
        self._server.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
        if b"UIDPLUS" in b" ".join(self._server.capability()[1]).upper():
            self._server.uid("EXPUNGE", uid)
        else:
            self._server.expunge()


@contextmanager
def opened(url: str, password: str) -> Iterator[Mailbox]:
    """Open the mailbox; whatever the server does wrong is MailboxUnreachable."""
    address = Address.of(url)
    try:
        if address.secure:
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                address.host, address.port, ssl_context=ssl.create_default_context(), timeout=_SECONDS
            )
        else:
            server = imaplib.IMAP4(address.host, address.port, timeout=_SECONDS)
        try:
            server.login(address.user, password)
            status, answer = server.select(f'"{address.folder}"')
            if status != "OK":
                raise MailboxUnreachable(f"there is no folder {address.folder}: {answer!r}")
            yield Mailbox(server, address.folder)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(str(error)[:300]) from error
