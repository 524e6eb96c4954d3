"""The commands behind `./office`: serve, manage, move-data."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NoReturn

from config.cluster import Cluster, ClusterError
from config.office.folder import FIRST_PORT, LOOPBACK, AlreadyRunningError, OfficeError, OfficeFolder
from config.office.moving import move_data
from config.office.preparation import Preparation
from config.office.supervisor import Supervisor, database, say

USAGE: Final = 64
# Commands of the house that read or write its tables; `manage` alone may be there to mend them.
NEED_TABLES: Final = frozenset(
    {"demo", "doctor", "first_administrator", "import_catalogue", "intake", "issued", "search"}
)
NEED_NO_DATABASE: Final = frozenset({"verify", "help"})


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"office: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="office")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    serve = commands.add_parser("serve", help="run the office")
    serve.add_argument("--empty", action="store_true", help="without demo data")
    serve.add_argument("--port", type=int, default=FIRST_PORT, help="the port to prefer")
    move = commands.add_parser("move-data", help="move the private database to another version of PostgreSQL")
    move.add_argument("--to", type=int, required=True, metavar="MAJOR")
    manage = commands.add_parser("manage", help="run a command of the application")
    manage.add_argument("--caller", type=Path, required=True, help="the folder in which it runs")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def manage(office: OfficeFolder, arguments: list[str], caller: Path) -> int:
    """Run manage.py against the office's database, starting it for the time where the office does not run."""
    name = arguments[0] if arguments else "help"
    if name in NEED_NO_DATABASE or "--help" in arguments or "-h" in arguments:
        environment = office.environment(address=_address(), database=office.cluster().url)
        return _run(office, environment, arguments, caller)
    if name == "demo":
        office.become("demo")
    try:
        office.lock(f"the command '{name}'")
    except AlreadyRunningError:
        cluster = office.cluster()
        _wait_for(cluster)
        return _run(office, office.environment(address=_address(), database=cluster.url), arguments, caller)
    with database(office) as (url, _cluster):
        environment = office.environment(address=_address(), database=url)
        if name in NEED_TABLES:
            Preparation(office, environment, say).tables()
        status = _run(office, environment, arguments, caller)
        if name == "demo" and status == 0:
            office.mark_done("demo", "loaded")
        return status


def _address() -> str:
    return f"http://{LOOPBACK}:{FIRST_PORT}"


def _run(office: OfficeFolder, environment: dict[str, str], arguments: list[str], caller: Path) -> int:
    process = subprocess.Popen(
        [sys.executable, str(office.root / "manage.py"), *arguments], env=environment, cwd=caller
    )
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the command got it too and ends by itself; the cluster must wait for that
            continue


def _wait_for(cluster: Cluster, patience: float = 30.0) -> None:
    until = time.monotonic() + patience
    while not cluster.answers():
        if time.monotonic() > until:
            raise OfficeError(
                "The office that runs in this folder has no database yet; try again in a moment."
            )
        time.sleep(0.2)


def main(arguments: list[str]) -> int:
    """Do what the arguments say; give the exit status."""
    asked = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever the office and its processes make is theirs alone
    try:
        office = OfficeFolder()
        if asked.command == "manage":
            return manage(office, asked.arguments, asked.caller)
        if asked.command == "move-data":
            move_data(office, asked.to, say)
        else:
            Supervisor(office, wanted_port=asked.port, empty=asked.empty).run()
    except (OfficeError, ClusterError) as problem:
        sys.stderr.write(f"office: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
