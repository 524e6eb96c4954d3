"""What an office keeps in its folder `var` about itself: lock, kind, secret key, stamps, ports.

From these comes the environment of its processes. The database and the files lie beside it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from config.cluster import Cluster, claim, socket_folder

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FIRST_PORT: Final = 8000
FIRST_PKI_PORT: Final = 18_600
PKI_PORTS: Final = 1_000
LOOPBACK: Final = "127.0.0.1"
LARGEST_LOG: Final = 10 * 1024 * 1024
SIGNER_SOCKET: Final = "signer.sock"


class OfficeError(Exception):
    """The office cannot do what was asked; the text is for the person at the terminal."""


class AlreadyRunningError(OfficeError):
    """Somebody holds the lock of this folder."""


@dataclass
class OfficeFolder:
    """One office on one machine: the code in `root`, everything it makes in `var`."""

    root: Path = ROOT
    var: Path = field(default_factory=lambda: Path(os.environ.get("VAR_DIR") or ROOT / "var"))
    _held: IO[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.var = self.var.resolve()
        self.var.mkdir(parents=True, exist_ok=True)
        if os.geteuid() in {0, self.var.stat().st_uid}:
            # Letters, index and logs are nobody else's on this machine, and were not closed one by one before.
            # The database's own user comes in by an opened folder (config/cluster.py) and needs no way through.
            self.var.chmod(0o700)

    # --- who is here ---

    def lock(self, who: str) -> None:
        """Take the folder for this process until it ends, however it ends; refuses while another holds it."""
        held = (self.var / "office.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            raise AlreadyRunningError(f"Already running in this folder: {self.holder()}.") from None
        self._held = held
        self.announce(f"{who}, process {os.getpid()}")

    def announce(self, text: str) -> None:
        """Say in the lock file what a second start will be told."""
        (self.var / "office.lock").write_text(text, encoding="utf-8")

    def holder(self) -> str:
        """What the holder of the lock said of itself."""
        return (self.var / "office.lock").read_text(encoding="utf-8").strip() or "another process"

    # --- what it is ---

    @property
    def kind(self) -> str:
        """'demo', 'empty', or nothing before the first start. Demo people must never enter a real office."""
        return self._read("office.kind")

    def become(self, kind: str) -> None:
        """Fix the kind at the first start; refuses to turn one kind into the other."""
        if self.kind and self.kind != kind:
            raise OfficeError(
                f"{self.var} holds an office started as '{self.kind}'; it cannot become '{kind}'. "
                "Use a clone of its own for the other one."
            )
        (self.var / "office.kind").write_text(kind, encoding="utf-8")

    def done(self, stamp: str, digest: str) -> bool:
        """Whether the piece of preparation was done for exactly this state of things."""
        return self._read(f"stamps/{stamp}") == digest

    def mark_done(self, stamp: str, digest: str) -> None:
        """Remember it."""
        (self.var / "stamps").mkdir(exist_ok=True)
        (self.var / "stamps" / stamp).write_text(digest, encoding="utf-8")

    def forget_preparation(self) -> None:
        """Forget every stamp: the cluster is new."""
        for stamp in (self.var / "stamps").glob("*"):
            stamp.unlink()

    # --- what its processes need ---

    def cluster(self) -> Cluster:
        """The private cluster, not started."""
        return Cluster(self.var / "pg", log=self.log("postgresql"))

    def log(self, name: str) -> Path:
        """The log of one process; a large one makes place first, and one old one is kept."""
        path = self.var / "log" / f"{name}.log"
        path.parent.mkdir(exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.rename(path.with_suffix(".log.1"))
        return path

    def environment(self, *, address: str, database: str) -> dict[str, str]:
        """The environment of every process of this office; the caller's own settings hold where they may."""
        sockets = socket_folder(self.var / "run", file_name=SIGNER_SOCKET)
        claim(sockets, None)
        usual = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PUBLIC_ADDRESS": address,
            "PYTHONUNBUFFERED": "1",
        }
        if "SECRET_KEY" not in os.environ:
            usual["SECRET_KEY_FILE"] = str(self._secret_key())
        if self.kind == "demo":
            pki = f"http://{LOOPBACK}:{self.pki_port()}"
            usual |= {"PKI_URL": pki, "TIMESTAMP_URLS": f"{pki}/demo/tsa/tsa {pki}/demo/tsa/tsa-2"}
        fixed = {
            "VAR_DIR": str(self.var),
            "DATABASE_URL": database,
            "SIGNER_SOCKET": str(sockets / SIGNER_SOCKET),
            "OFFICE_DEMO": "1" if self.kind == "demo" else "0",
        }
        return {**usual, **os.environ, **fixed}

    def pki_port(self) -> int:
        """The port of the demo certification services; certificates name it, so it is chosen once.

        Each folder begins to look at a place of its own: of two offices made at the same moment both would find the
        same port free, and the second never get its timestamps.
        """
        chosen = self._read("pki.port")
        if not chosen:
            place = zlib.crc32(str(self.var.resolve()).encode()) % PKI_PORTS
            chosen = str(free_port(FIRST_PKI_PORT + place))
            (self.var / "pki.port").write_text(chosen, encoding="utf-8")
        return int(chosen)

    def _secret_key(self) -> Path:
        path = self.var / "secret_key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
        return path

    def _read(self, name: str) -> str:
        path = self.var / name
        return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def free_port(first: int) -> int:
    """Give the first free port on loopback from `first` on, or any free one when twenty are taken."""
    for port in [*range(first, first + 20), 0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will: skip TIME_WAIT
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OfficeError("This machine has no free port.")
