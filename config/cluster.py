"""A private PostgreSQL cluster in one folder, run in the foreground as a child of whoever starts it.

The folder holds `data` (the cluster) and `run` (the socket); it belongs to the user that runs the server and
is closed to everybody else, which is why `trust` on the socket is safe. There is no TCP port. `./office` has
one in `var/pg`, the tests in `var/testpg/<slot>`; production names a server of its own by DATABASE_URL.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypedDict
from urllib.parse import quote

from config.office.parting import end_with_parent

NAME: Final = "vanthu"
OLDEST_MAJOR: Final = 15
LONGEST_SOCKET: Final = (
    90  # bytes; the kernel's limit is 107 with the closing zero, some clients stop earlier
)
SOCKET_FILE: Final = ".s.PGSQL.5432"
PACKAGED: Final = Path("/usr/lib/postgresql")
# What a program calls a folder that was opened for it. When root starts the server, it runs as another user,
# and that user may not enter the folders above (a clone under /root); an opened folder needs no such right.
# (Its working directory would not do: before version 16 the programs leave it and return to it by its path.)
OPENED: Final = "/proc/self/fd/{}"

# Our questions take a millisecond; compiling one takes fifty, and PostgreSQL guesses wrong when that pays.
SAFE: Final[Mapping[str, str]] = {"shared_buffers": "128MB", "max_connections": "100", "jit": "off"}
FAST_AND_LOOSE: Final[Mapping[str, str]] = {
    **SAFE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
}


class ClusterError(Exception):
    """The cluster cannot run; the text says why and what to do."""


def installed_majors(packaged: Path = PACKAGED) -> dict[int, Path]:
    """Give the folders with PostgreSQL programs on this machine, by major version."""
    return {
        int(programs.parent.name): programs
        for programs in packaged.glob("*/bin")
        if programs.parent.name.isdigit()
        and (programs / "postgres").exists()
        and (programs / "initdb").exists()
    }


def socket_folder(wanted: Path, *, file_name: str) -> Path:
    """Give `wanted`, or a short folder derived from it where the path of a socket in it would be too long.

    The short one depends only on the path, so that every process of the office finds it without being told.
    """
    if len(os.fsencode(wanted / file_name)) <= LONGEST_SOCKET:
        return wanted
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    base = Path("/run") if os.geteuid() == 0 else Path("/tmp")  # noqa: S108 -- ownership is checked by claim()
    return base / f"van-thu-{os.geteuid()}-{digest}"


def claim(folder: Path, owner: pwd.struct_passwd | None) -> None:
    """Make `folder` exist, closed to all but `owner` (or ourselves); refuse one somebody else laid there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    uid = owner.pw_uid if owner else os.geteuid()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
        raise ClusterError(f"{folder} belongs to somebody else; remove it, or ask its owner to.")
    if owner and found.st_uid != uid:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


class _Owner(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass
class Cluster:
    """One private cluster: started, asked for its address, stopped."""

    home: Path
    log: Path
    settings: Mapping[str, str] = field(default_factory=lambda: SAFE)
    majors: Mapping[int, Path] = field(default_factory=installed_majors)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.home = self.home.resolve()
        self.owner = _server_user()

    @property
    def data(self) -> Path:
        """The folder of the database's files."""
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: beside the data unless its path is too long for a socket."""
        return socket_folder(self.home / "run", file_name=SOCKET_FILE)

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_folder))}"

    @property
    def programs(self) -> Path:
        """The folder of the programs that fit the data; refuses data of a version that is not installed."""
        usable = {major: path for major, path in self.majors.items() if major >= OLDEST_MAJOR}
        if not usable:
            raise ClusterError(
                f"PostgreSQL {OLDEST_MAJOR} or newer is not installed: apt-get install postgresql"
            )
        mark = self.data / "PG_VERSION"
        if not mark.exists():
            return usable[max(usable)]
        major = int(mark.read_text().strip())
        if major not in usable:
            raise ClusterError(self._other_major(major, max(usable)))
        return usable[major]

    def start(self, *, patience: float = 30.0) -> bool:
        """Start the server, wait until it answers, create what is missing; True when the cluster is new."""
        claim(self.home, self.owner)
        claim(self.socket_folder, self.owner)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        created = not (self.data / "PG_VERSION").exists()
        if created:
            self._create()
        self._launch(patience)
        if NAME not in self._answer("SELECT datname FROM pg_database").splitlines():
            self._answer(f"CREATE DATABASE {NAME}")
        return created

    def answers(self) -> bool:
        """Whether a server listens on our socket, whoever started it."""
        command = [str(self.programs / "pg_isready"), "-q", "-h", str(self.socket_folder), "-U", NAME]
        return subprocess.run(command, check=False).returncode == 0

    def stop(self, *, patience: float = 20.0) -> None:
        """Shut the server down (open transactions are rolled back) and wait for it."""
        if self.process is None:
            return
        for wish in (
            signal.SIGINT,
            signal.SIGQUIT,
        ):  # fast; then immediate, which the next start recovers from
            if self.process.poll() is not None:
                break
            self.process.send_signal(wish)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def _create(self) -> None:
        """Make the cluster beside its place and move it there whole: a torn try leaves nothing behind."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        claim(fresh, self.owner)
        with self._opened() as (home, passed):
            self._run(
                "initdb", "-D", f"{home}/{fresh.name}", "-U", NAME, "-E", "UTF8",
                "--locale-provider=libc", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
                "--auth-local=trust", "--auth-host=reject",
                *([] if self.settings is SAFE else ["--no-sync"]),
                pass_fds=passed,
            )  # fmt: skip
        fresh.rename(self.data)

    def _launch(self, patience: float) -> None:
        """Start until it answers: a predecessor that is going down still holds the folder for a moment."""
        end = time.monotonic() + patience
        while True:
            began = self._log_size()
            self.process = self._spawn()
            while self.process.poll() is None:
                if self.answers():
                    return
                if time.monotonic() > end:
                    self.stop()
                    break
                time.sleep(0.03)
            if time.monotonic() > end or not self._held_by_predecessor(began):
                raise ClusterError(f"PostgreSQL does not start:\n{self._log_since(began)}")
            time.sleep(0.2)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log, self._opened() as (home, passed):
            inside = self.socket_folder.parent == self.home
            sockets = f"{home}/{self.socket_folder.name}" if inside else str(self.socket_folder)
            options = {**self.settings, "listen_addresses": "", "unix_socket_directories": sockets}
            options |= {"unix_socket_permissions": "0700", "log_line_prefix": "%m [%p] ", "timezone": "UTC"}
            settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
            return subprocess.Popen(
                [self.programs / "postgres", "-D", f"{home}/{self.data.name}", *settings],
                cwd="/", pass_fds=passed, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=end_with_parent(signal.SIGINT), **self._as_owner(),
            )  # fmt: skip

    @contextmanager
    def _opened(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Give the name by which the server's user reaches our folder, and what to hand down for it."""
        if self.owner is None:
            yield str(self.home), ()
            return
        opened = os.open(self.home, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield OPENED.format(opened), (opened,)
        finally:
            os.close(opened)

    def _as_owner(self) -> _Owner:
        if self.owner is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str, pass_fds: tuple[int, ...] = ()) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments], cwd="/", pass_fds=pass_fds, capture_output=True, text=True,
            check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}, **self._as_owner(),
        )  # fmt: skip
        if done.returncode:
            raise ClusterError(f"{program} ended with status {done.returncode}:\n{done.stderr.strip()}")

    def _answer(self, question: str) -> str:
        command = [str(self.programs / "psql"), "-h", str(self.socket_folder), "-U", NAME, "-d", "postgres"]
        command += ["-tAc", question]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ClusterError(f"PostgreSQL does not answer:\n{done.stderr.strip()}")
        return done.stdout.strip()

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _log_since(self, position: int) -> str:
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read()[-2000:].decode(errors="replace")

    def _held_by_predecessor(self, since: int) -> bool:
        said = self._log_since(since)
        return any(mark in said for mark in ("already exists", "already in use", "still in use"))

    def _other_major(self, found: int, newest: int) -> str:
        have = ", ".join(str(major) for major in sorted(self.majors))
        return (
            f"{self.data} holds a database of PostgreSQL {found}; installed here: {have}. "
            "Nothing was changed.\n"
            f"Move it to PostgreSQL {newest} with this line:\n"
            f"    apt-get install postgresql-{found} && ./office move-data --to {newest}"
        )


def _server_user() -> pwd.struct_passwd | None:
    """Give the user the server runs as: ourselves (None), or an unprivileged one where we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError(
        "PostgreSQL does not run as root, and this machine has neither user postgres nor nobody."
    )
