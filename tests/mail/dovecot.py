"""A real IMAP server for the tests: Dovecot with one mailbox, in a folder of its own, as whoever runs the tests."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "vanthu", "mat-khau-thu"
PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONF = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{home}/mail/%u
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
"""


@dataclass
class Box:
    """The mailbox and what a mail program would see in it."""

    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"imap://{USER}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        server = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        server.login(USER, PASSWORD)
        try:
            yield server
        finally:
            server.logout()

    def lay(self, content: bytes) -> None:
        with self.session() as server:
            assert server.append("INBOX", "", imaplib.Time2Internaldate(time.time()), content)[0] == "OK"

    def count(self, folder: str = "INBOX") -> int:
        with self.session() as server:
            status, answer = server.select(f'"{folder}"', readonly=True)
            return int(answer[0]) if status == "OK" else 0

    def forget_numbers(self) -> None:
        """Let the server number its mails anew, as after a restore: UIDVALIDITY changes."""
        for path in (self.home / "mail" / USER).glob("dovecot-uid*"):
            path.unlink()
        for path in (self.home / "mail" / USER).glob("dovecot.index*"):
            path.unlink()


@contextmanager
def running() -> Iterator[Box]:
    """Run Dovecot on a free port; sockets want a short path, so its folder lies in /tmp."""
    home = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # noqa: S108
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
    (home / "mail").mkdir()
    conf = home / "dovecot.conf"
    conf.write_text(
        _CONF.format(
            home=home, port=port, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid,
            internal="dovecot" if root else getpass.getuser(),
            login="dovenull" if root else getpass.getuser(),
            group="dovecot" if root else grp.getgrgid(os.getegid()).gr_name,
        )
    )  # fmt: skip
    if root:
        shutil.chown(home / "mail", owner.pw_uid, owner.pw_gid)
        home.chmod(0o755)
    process = subprocess.Popen(
        [PROGRAM, "-F", "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _wait(port, process, home)
        yield Box(port, home)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    for _try in range(150):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    said = (home / "log").read_text() if (home / "log").exists() else ""
    raise AssertionError(
        f"dovecot does not come up: {said[-800:]} {process.stderr and process.stderr.peek()!r}"
    )
