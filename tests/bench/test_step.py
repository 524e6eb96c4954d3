"""An authorised, audited step of the procedure beside a bare-ORM transaction that makes the same writes."""

from __future__ import annotations

import secrets
import statistics
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from audit.models import Event, EventDetail
from dispatch.enums import LetterStatus
from dispatch.models import Endorsement, OutgoingLetter, Participation
from dispatch.models.content import DraftContent
from dispatch.operations import drafting
from organisation import queries as office
from organisation.models import Post
from organisation.models.actor import Actor
from search.models import Projection
from search.operations.projecting import _WRITTEN
from tests.bench.clocks import Spent, queries
from workflow import queries as work
from workflow.models import WorkItem
from workflow.outgoing_letter import moves, starting
from workflow.outgoing_letter.flow import OutgoingLetterProcedure

STEPS = 60
BODY = {
    "type": "doc",
    "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Sở Nội vụ đề nghị."}]}],
}


def post_of(username: str) -> Post:
    return Post.objects.select_related("person", "unit", "organisation").get(person__username=username)


def checked_letter(minh: Actor) -> OutgoingLetter:
    """A letter that waits for its content to be checked."""
    at = datetime.now(UTC)
    assert minh.post is not None
    letter = starting.start(kind="cong_van", unit=minh.post.unit, by=minh, at=at)
    fields = {
        "subject": "rà soát văn bản điện tử", "addressees": ["UBND các xã"], "body": BODY,
        "recipients": ["Như trên"], "keep_line": "VT", "signer_post_id": post_of("binh").pk,
    }  # fmt: skip
    content = DraftContent.from_fields(fields)
    drafting.save_version(letter=letter, content=content, base_version=0, by=minh, at=at)
    moves.submit(item=work.open_items_of(letter).get(), by=minh, at=at)
    return letter


def bare(letter: OutgoingLetter, item: WorkItem, hoa: Post, dung: Post) -> None:
    """The same rows by plain ORM calls: no policy, no procedure, no canonical event. The letter is spoilt by it."""
    at = datetime.now(UTC)
    with transaction.atomic():
        process = Process.objects.select_for_update(of=("self",)).get(pk=item.process_key)
        row = OutgoingLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        task = Task.objects.get(pk=item.task_key)
        Endorsement.objects.create(
            organisation_id=row.organisation_id,
            letter=row,
            kind="content",
            version_number=1,
            post=hoa,
            passed=True,
            at=at,
        )
        Participation.objects.create(
            organisation_id=row.organisation_id, letter=row, role="format_checker", duty="chief_of_office",
            token=f"org:{row.organisation_id}/duty:chief_of_office", since=at,
        )  # fmt: skip
        row.status, row.updated_at = LetterStatus.FORMAT_CHECK, at
        row.save()
        event = Event.objects.create(
            organisation_key=row.organisation_id, name="letter.content_passed", subject_kind="letter",
            subject_key=str(row.pk), at=at, trail={"person": 1, "post": 1, "channel": "web"}, facts={"version": 1},
            detail_hash="0" * 64, leaf_hash="0" * 64,
        )  # fmt: skip
        EventDetail.objects.create(event=event, salt=secrets.token_hex(16), text={"subject": row.subject})
        projection = Projection(
            organisation_id=row.organisation_id, kind="letter", key=str(row.pk), title=row.subject,
            text="Sở Nội vụ đề nghị.", words=" so noi vu de nghi ", facets={"status": row.status},
            tokens=["org:1/post:1"], projected_at=at, changed=1,
        )  # fmt: skip
        Projection.objects.bulk_create(
            [projection],
            update_conflicts=True,
            unique_fields=["organisation", "kind", "key"],
            update_fields=_WRITTEN,
        )
        task.status, task.finished = STATUS.DONE, at
        task.save()
        WorkItem.items.filter(pk=item.pk).update(done_at=at, done_by=hoa.person, outcome="done")
        following = Task.objects.create(
            process=process, flow_task=OutgoingLetterProcedure.check_format, flow_task_type="HUMAN",
            status=STATUS.ASSIGNED, created=at, assigned=at, owner=dung.person,
        )  # fmt: skip
        following.previous.add(task)
        WorkItem.items.create(
            organisation_id=row.organisation_id, task_key=following.pk, process_key=process.pk,
            letter_kind="outgoing", letter_key=row.pk, step="check_format", owner_post=dung, duty="chief_of_office",
            reason="done", assigned_at=at, due_on=at.date(),
        )  # fmt: skip


def test_a_step_costs_little_more_than_its_writes(register: Any, figure: Any) -> None:
    minh, hoa = Actor.for_post(post_of("minh")), Actor.for_post(post_of("hoa"))
    dung = post_of("dung")
    assert hoa.post is not None
    step, plain, watch = Spent(), Spent(), None
    for turn in range(STEPS + 3):
        real, spoilt = checked_letter(minh), checked_letter(minh)
        item, other = work.open_items_of(real).get(), work.open_items_of(spoilt).get()
        if turn < 3:  # warm up, and count while nothing is timed
            with queries() as watch:
                moves.check_content(item=item, by=hoa, at=datetime.now(UTC))
            with queries() as bare_watch:
                bare(spoilt, other, hoa.post, dung)
            continue
        at = datetime.now(UTC)
        with step.one():
            moves.check_content(item=item, by=hoa, at=at)
        with plain.one():
            bare(spoilt, other, hoa.post, dung)
    assert watch is not None
    python = step.p50 - watch.read_ms - watch.write_ms
    how = (
        f"{len(step.wall)} pairs in turn: step p50 {step.p50:.1f} ms ({watch.reads} reads {watch.read_ms:.1f}, "
        f"{watch.writes} writes {watch.write_ms:.1f}, rest: Python and commit {python:.1f}); "
        f"bare p50 {plain.p50:.1f} ms ({bare_watch.reads} reads, {bare_watch.writes} writes)"
    )
    figure(
        "authorised audited step, speed beside bare ORM", plain.p50 / step.p50, "of it", how=how, least=0.45
    )
    ours, theirs = statistics.median(step.work), statistics.median(plain.work)
    own = f"CPU of process and PostgreSQL: step {ours:.1f} ms, bare {theirs:.1f} ms, medians"
    figure("the same by work (CPU)", theirs / ours, "of it", how=own, least=0.45)
    figure(
        "queries of the step", watch.count, "queries", how="savepoints, BEGIN and COMMIT not counted", most=20
    )
    assert office.organisation_by_code("SNV").settings["benchmark"]


def test_the_inbox_query_alone(register: Any, figure: Any) -> None:
    lan, at = Actor.for_post(post_of("lan")), datetime.now(UTC)
    times = Spent()
    for _ in range(40):
        with times.one():
            lines = work.inbox(lan, at)
    figure("inbox query alone, p95", times.p95, "ms", how=f"{len(lines)} lines, {times.said()}", most=50)
    connection.close()
