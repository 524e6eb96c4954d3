"""A machine leads a dossier through random lives and compares it with a small model of the law."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from archive import queries
from archive.enums import DossierState as D
from archive.models import Dossier, Origin
from archive.operations import closing, filing, opening, transferring
from archive.operations.opening import NewDossier
from archive.operations.transferring import Offer
from audit import queries as log
from lib.refusal import Refusal
from tests.archive.conftest import Office
from tests.sizes import SIZES

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
STEPS = {
    "dossier.opened": D.OPEN, "dossier.closed": D.CLOSED, "dossier.reopened": D.OPEN, "dossier.offered": D.OFFERED,
    "dossier.offer_withdrawn": D.CLOSED, "dossier.returned": D.CLOSED, "dossier.archived": D.ARCHIVED,
}  # fmt: skip


class Life(RuleBasedStateMachine):
    """Acts are tried at any time; the model says which of them count."""

    @initialize()
    def begin(self) -> None:
        self._outer = transaction.atomic()
        self._outer.__enter__()
        self.office = Office("MAY")
        assert self.office.minh.person
        new = NewDossier("01", "Hồ sơ", self.office.section, self.office.minh.person, 10)
        self.dossier = opening.open_dossier(new=new, by=self.office.minh, at=AT)
        self.state, self.lying, self.filed = D.OPEN, set[int](), 0

    def teardown(self) -> None:
        if hasattr(self, "_outer"):
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)

    def tried(self, allowed: bool, act: Any) -> bool:
        """Do ``act``; it has to be declined exactly when the model does not allow it."""
        if allowed:
            act()
        else:
            with pytest.raises(Refusal):
                act()
        return allowed

    @rule()
    def file(self) -> None:
        def act() -> None:
            filing.file_record(
                dossier=self.dossier, origin=Origin("letter", str(self.filed + 1)), label="Công văn",
                dated_on=AT.date(), code=str(self.filed + 1), title="Việc", page_count=1, author="Sở",
                by=self.office.minh, at=AT,
            )  # fmt: skip

        if self.tried(self.state == D.OPEN, act):
            self.filed += 1
            self.lying.add(self.filed)

    @rule(which=st.integers(0, 9))
    def take_out(self, which: int) -> None:
        records = list(self.dossier.records.order_by("ordinal"))
        if not records:
            return
        record = records[which % len(records)]
        allowed = self.state == D.OPEN and record.ordinal in self.lying
        if self.tried(allowed, lambda: filing.take_out(record=record, reason="Nhầm hồ sơ", by=self.office.minh, at=AT)):  # fmt: skip
            self.lying.remove(record.ordinal)

    @rule()
    def close(self) -> None:
        allowed = self.state == D.OPEN and bool(self.lying)
        if self.tried(allowed, lambda: closing.close(dossier=self.dossier, by=self.office.minh, at=AT)):
            self.state = D.CLOSED

    @rule()
    def reopen(self) -> None:
        if self.tried(
            self.state == D.CLOSED,
            lambda: closing.reopen(dossier=self.dossier, reason="Bổ sung", by=self.office.minh, at=AT),
        ):
            self.state = D.OPEN

    @rule()
    def offer(self) -> None:
        def act() -> None:
            self.transfer = transferring.offer(
                dossiers=[self.dossier], new=Offer(), by=self.office.minh, at=AT
            )

        if self.tried(self.state == D.CLOSED, act):
            self.state = D.OFFERED

    @rule(answer=st.sampled_from(["accept", "return", "withdraw"]))
    def answer(self, answer: str) -> None:
        if not hasattr(self, "transfer"):
            return
        acts = {
            "accept": lambda: transferring.accept(transfer=self.transfer, by=self.office.thu, at=AT),
            "return": lambda: transferring.return_item(
                item=self.transfer.items.get(), remark="Chưa đủ tài liệu", by=self.office.thu, at=AT
            ),
            "withdraw": lambda: transferring.withdraw(
                transfer=self.transfer, reason="Còn bổ sung", by=self.office.minh, at=AT
            ),
        }
        if self.tried(self.state == D.OFFERED, acts[answer]):
            self.state = D.ARCHIVED if answer == "accept" else D.CLOSED

    @invariant()
    def the_row_says_what_the_model_says(self) -> None:
        if not hasattr(self, "dossier"):
            return
        row = Dossier.objects.get(pk=self.dossier.pk)
        assert row.state == self.state
        assert (row.closed_on is None) == (self.state == D.OPEN)
        assert {one.ordinal for one in queries.records_of(row)} == self.lying
        assert row.last_ordinal == self.filed
        told = [
            STEPS[e.name] for e in log.history_of(row.organisation_id, "dossier", row.pk) if e.name in STEPS
        ]
        assert told[-1] == self.state


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=max(8, SIZES.hypothesis_examples // 5),
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
