"""A toy application around the real supervisor: the same commands as the house, doing nothing, in no time."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

REAL = Path(__file__).resolve().parent.parent.parent

MANAGE = """
import os, pathlib, signal, sys, time
root = pathlib.Path(__file__).parent
command = sys.argv[1]
with (root / "calls.log").open("a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
if command in ("signer", "worker", "indexer", "pki"):
    def end(*_):
        with (root / "ends.log").open("a") as log:
            log.write(" ".join(sys.argv[1:3]) + "\\n")
        sys.exit(0)
    signal.signal(signal.SIGTERM, end)
    while True:
        time.sleep(0.05)
if command == "demo" and "--list" in sys.argv:
    print("  lan  registry clerk")
if command == "status":
    sys.exit(int(sys.argv[2]))
if command == "where":
    print(os.getcwd(), os.environ["DATABASE_URL"])
if command == "rows":
    import psycopg
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS row (n int)")
        connection.execute("INSERT INTO row VALUES (1)")
        print(connection.execute("SELECT count(*) FROM row").fetchone()[0])
"""

WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"well"]
"""


def lay_out(root: Path) -> Path:
    """Put the toy into `root`: the real cluster and supervisor, a pretended manage.py and page."""
    config = root / "config"
    shutil.copytree(
        REAL / "config" / "office", config / "office", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("__init__.py", "cluster.py"):
        shutil.copy(REAL / "config" / name, config / name)
    (config / "wsgi.py").write_text(WSGI, encoding="utf-8")
    (config / "settings.py").touch()
    (root / "requirements.lock").touch()
    (root / "manage.py").write_text(MANAGE, encoding="utf-8")
    return root


class Toy:
    """One running toy office."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.output = root / "output.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.office", "serve", *arguments],
                cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip

    def said(self) -> str:
        """Everything it has said so far."""
        return self.output.read_text(encoding="utf-8")

    def ready(self) -> int:
        """Wait until it is served; give the port."""
        ready_line = re.compile(r"ready at http://127\.0\.0\.1:(\d+)/")
        wait_until(lambda: ready_line.search(self.said()) or self.process.poll() is not None)
        found = ready_line.findall(self.said())
        assert found, self.said()
        return int(found[-1])

    def end(self) -> int:
        """Ask it to end and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def relatives(self) -> list[str]:
        """The command lines of all processes that belong to this toy, by the folder they work for."""
        return processes_mentioning(self.root)


def environment() -> dict[str, str]:
    """Our environment without what the test run itself has set for its own database."""
    mine = {"DATABASE_URL", "VAR_DIR", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    return {key: value for key, value in os.environ.items() if key not in mine}


def processes_mentioning(folder: Path) -> list[str]:
    """Command lines of living processes whose environment, arguments or socket speak of `folder`."""
    needle, found = os.fsencode(folder), []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (process / "cmdline").read_bytes()
            if int(process.name) != os.getpid() and needle in line + (process / "environ").read_bytes():
                found.append(line.replace(b"\0", b" ").decode(errors="replace"))
    return found


def get(port: int) -> str:
    """The page at `port`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


def wait_until(true: Callable[[], object], patience: float = 30.0) -> None:
    """Wait for something to become true; fail when it does not."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "it never became true"
        time.sleep(0.05)
