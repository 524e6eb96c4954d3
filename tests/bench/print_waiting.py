"""Make the prints that wait, in a process of its own as a worker would, and say what each took as a line of JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path


def peak_mb() -> int:
    """Give the most this process held; a print starts no other. ``ru_maxrss`` would count what started it as well."""
    said = Path("/proc/self/status").read_text("ascii", "replace")
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmHWM")) // 1024


def main(store: str) -> None:
    """Take every waiting print; ``store`` is the folder of the file store."""
    import django
    from django.conf import settings

    django.setup()
    settings.FILE_STORE_DIR = Path(store)
    from archive.operations import catalogue_printing
    from audit.models import Event
    from jobs.operations import leasing
    from web.registers import jobs

    makers = {"registers.print": jobs.run, catalogue_printing.PRINT: catalogue_printing.run}
    while (job := leasing.claim(["batch"], at=datetime.now(UTC), kinds=list(makers))) is not None:
        wall, cpu = time.perf_counter(), time.process_time()
        makers[job.kind](job)
        took = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        made = Event.objects.get(
            name__in=["register.print_made", "catalogue.print_made"], subject_key=job.key
        )
        facts = {"lines": made.facts["lines"], "pages": made.facts.get("pages")}
        print(json.dumps({**took, **facts, "peak_mb": peak_mb()}), flush=True)  # noqa: T201 -- what it is for


if __name__ == "__main__":
    main(sys.argv[1])
