"""People and machines carry letters through the procedure and are killed at any moment: none is lost or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from archive.operations.opening import NewDossier, open_dossier
from audit.models import Event
from config.doctor import log as log_doctor
from config.doctor import numbers as number_doctor
from dispatch.enums import AllocationState, LetterStatus
from dispatch.models import NumberAllocation, OutgoingLetter
from jobs.enums import JobState
from jobs.models import Job
from organisation.enums import Duty
from organisation.models.actor import Actor
from organisation.operations import staffing
from signing.enums import RequestState
from signing.models import SigningRequest
from tests.sizes import SIZES
from tests.storm.herd import let_loose, lines_of
from tests.workflow.office import SINCE, Office, found
from workflow import doctor
from workflow.models import WorkItem

STEADY = (
    "hoa",
    "dung",
    "binh",
    "yen",
    "lan",
    "nga",
)  # one more or less does not change what is asked of these


def _people(office: Office) -> dict[str, int]:
    """Six who check, sign and number, and as many drafters as make SIZES.storm_people; at least two."""
    by = Actor.system(office.organisation, "storm")
    drafters = {"minh": office.minh.post.pk, "tam": office.tam.post.pk}
    for number in range(SIZES.storm_people - len(STEADY) - len(drafters)):
        person = staffing.take_on(
            organisation=office.organisation, username=f"storm-{number}", full_name=f"Vũ Thử {number}",
            password="demo-van-thu", by=by, at=office.at,
        )  # fmt: skip
        post = staffing.appoint(
            person=person, unit=office.units["XDCQ"], title="Chuyên viên", duties=[Duty.OFFICER], protocol_order=90,
            since=SINCE, by=by, at=office.at,
        )  # fmt: skip
        drafters[f"storm-{number}"] = post.pk
    return drafters | {name: getattr(office, name).post.pk for name in STEADY}


@pytest.mark.slow
def test_no_letter_is_lost_or_done_twice(transactional_db: None, tmp_path: Path, proof: Any) -> None:
    office = found(datetime.now(UTC))
    people = _people(office)
    unit = office.units["XDCQ"]
    new = NewDossier("01.CQ", "Công tác văn thư", unit, office.minh.person, 10)
    dossier = open_dossier(new=new, by=office.minh, at=office.at)
    logs = tmp_path / "logs"
    logs.mkdir()
    orders = {
        "seed": SIZES.seed, "folder": str(logs), "store": str(tmp_path / "storm-store"),
        "socket": str(tmp_path / "storm.sock"), "organisation": office.organisation.pk, "people": people,
        "signers": [office.binh.post.pk, office.yen.post.pk], "dossiers": {str(unit.pk): dossier.pk},
        "letters": SIZES.storm_letters, "kills": SIZES.storm_kills, "suicides": 0.004,
        "every": 1.0, "patience": 4000,
    }  # fmt: skip
    report = let_loose("tests.storm.letters", orders, patience=4100)
    sworn = lines_of(logs)
    letters = list(OutgoingLetter.objects.all())
    lost = _lost(sworn)
    doubled = _doubled(letters)
    refusals = Counter(words[1] for words in sworn if words[0] == "refusal")
    sizes = (
        f"{len(people)} people, {len(letters)} letters, {report['killed']} kill -9 from outside and "
        f"{report['suicides']} inside a transaction, {sum(words[0] == 'did' for words in sworn)} acts sworn to, "
        f"refusals {dict(refusals)}, "
        f"engine replaced by small files, {report['seconds']} s"
    )
    healthy = not _unhealthy()
    holds = not lost and not doubled and healthy and report["unfinished"] == 0
    proof("letters in the storm", f"{len(lost)} lost, {len(doubled)} doubled", "0, 0", holds, sizes)
    assert (report["errors"], report["unfinished"]) == (0, 0), report["said"]
    assert (lost, doubled, _unhealthy()) == ([], [], [])
    assert len(letters) >= SIZES.storm_letters
    assert report["killed"] > 0
    for letter in letters:
        assert letter.status == LetterStatus.REFUSED or letter.dossier_id == dossier.pk


def _lost(sworn: list[list[str]]) -> list[str]:
    """What somebody swore to have done and the rows do not know."""
    begun = {int(words[2]) for words in sworn if words[:2] == ["did", "begun"]}
    lost = [f"letter {key}" for key in begun - set(OutgoingLetter.objects.values_list("pk", flat=True))]
    done = Counter(int(words[2]) for words in sworn if words[0] == "did" and words[1] not in {"begun", "pin"})
    items = {item.pk: item for item in WorkItem.items.all()}
    lost += [f"step {key}" for key in done if key not in items or items[key].done_at is None]
    return lost + [f"step {key} sworn to by {times}" for key, times in done.items() if times > 1]


def _doubled(letters: list[OutgoingLetter]) -> list[str]:
    """What happened to a letter more often than it may."""
    events = Counter(
        (int(event.subject_key), event.name)
        for event in Event.objects.filter(subject_kind="letter").iterator()
    )
    versions = Counter(key for key, name in events.elements() if name == "letter.submitted")
    found = []
    for letter in letters:
        for name in ("letter.issued", "letter.filed", "letter.drafted"):
            wanted = 1 if name == "letter.drafted" or letter.status == LetterStatus.ISSUED else 0
            if events[letter.pk, name] != wanted:
                found.append(
                    f"letter {letter.pk}: {name} {events[letter.pk, name]} times instead of {wanted}"
                )
        for name in ("letter.content_passed", "letter.format_passed", "letter.prepared", "letter.approved"):
            if events[letter.pk, name] > versions[letter.pk]:
                found.append(f"letter {letter.pk}: {name} more often than it was submitted")
        numbers = NumberAllocation.objects.filter(letter=letter, state=AllocationState.ALLOCATED).count()
        seals = SigningRequest.objects.filter(
            origin_key=str(letter.pk), role="seal", state=RequestState.COMPLETED
        ).count()
        if letter.status == LetterStatus.ISSUED and (numbers, seals) != (1, 1):
            found.append(f"letter {letter.pk}: {numbers} numbers and {seals} seals")
    return found


def _unhealthy() -> list[object]:
    """Every invariant the doctors know, and no job that failed for good or still waits."""
    # previews are a cache and no worker of the storm draws them
    ours = Q(kind__startswith="workflow.") | Q(kind__startswith="signing.")
    waiting = Job.objects.filter(ours).exclude(state=JobState.DONE)
    return [
        *number_doctor.check(),
        *log_doctor.check(),
        *doctor.findings(datetime.now(UTC)),
        *[f"{job.kind} {job.key} {job.state} {job.last_error[-300:]}" for job in waiting],
    ]
