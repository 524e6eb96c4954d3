"""Who may do what with a dossier: one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from archive import errors, policies, queries
from archive.enums import DossierState
from archive.models import Dossier, Record
from organisation.enums import Duty
from organisation.models import Delegation
from organisation.models.actor import Actor
from tests.archive.conftest import Letters, Office

#            sees   file   hand (take out, close, reopen, grant)
TABLE = {
    "minh": (True, True, True),  # keeper
    "hoa": (True, True, True),  # head of the unit
    "thu": (True, True, True),  # archivist
    "lan": (True, True, False),  # registry
    "dung": (True, False, False),  # chief of office, head of another unit
    "binh": (True, False, False),  # head of the organisation
    "quan": (False, False, False),  # the administrator reads nothing
    "nam": (False, False, False),  # officer of another unit
}


@pytest.mark.parametrize("name", TABLE)
def test_everybody_may_exactly_what_the_table_says(
    office: Office, dossier: Dossier, noon: datetime, name: str
) -> None:
    actor: Actor = getattr(office, name)
    sees, files, hand = TABLE[name]
    assert queries.dossiers_visible_to(actor, noon).filter(pk=dossier.pk).exists() is sees
    assert bool(policies.may_file(actor, dossier)) is files
    for policy in (policies.may_take_out, policies.may_close, policies.may_grant):
        assert bool(policy(actor, dossier)) is hand
    assert [d.pk for d in queries.dossiers_to_file_in(actor, noon)] == ([dossier.pk] if files else [])
    dossier.state = DossierState.CLOSED
    assert bool(policies.may_reopen(actor, dossier)) is hand
    assert isinstance(policies.may_file(actor, dossier).refusal, errors.DossierIsClosed)


def test_a_colleague_of_the_unit_sees_and_files_but_has_it_not_in_hand(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    colleague = office.person("Oanh", office.section, Duty.OFFICER)
    assert queries.dossiers_visible_to(colleague, noon).exists()
    assert policies.may_file(colleague, dossier)
    assert isinstance(policies.may_close(colleague, dossier).refusal, errors.NotTheKeeper)


def test_a_delegate_has_the_hands_of_the_post_stood_in_for(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    delegation = Delegation.objects.create(
        organisation=office.organisation, principal=office.hoa.post, delegate=office.nam.post,
        duties=["unit_head"], valid_from="2026-11-24", valid_until="2026-11-24", reason="nghỉ phép",
    )  # fmt: skip
    standing_in = Actor.by_delegation(delegation)
    assert policies.may_close(standing_in, dossier)
    assert queries.dossiers_visible_to(standing_in, noon).exists()
    assert not policies.may_close(office.nam, dossier)


def test_the_system_sees_no_dossier_though_it_may_file(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    system = Actor.system(office.organisation, "set-up")
    assert policies.may_file(system, dossier)
    assert not queries.dossiers_visible_to(system, noon).exists()


def test_seeing_a_line_is_not_opening_the_letter(
    office: Office, dossier: Dossier, letters: Letters, file: Callable[..., Record], noon: datetime
) -> None:
    record = file(dossier, 7)
    assert not queries.may_open_origin(record, office.hoa, noon)
    letters.openable.add("7")
    assert queries.may_open_origin(record, office.hoa, noon)
    assert not queries.may_open_origin(record, Office("BTG").hoa, noon)


def test_a_kind_nobody_answers_for_is_a_fault_of_the_wiring(
    office: Office, dossier: Dossier, letters: Letters, file: Callable[..., Record], noon: datetime
) -> None:
    record = file(dossier, 7)
    record.origin_kind = "petition"
    with pytest.raises(errors.UnknownOrigin):
        queries.may_open_origin(record, office.hoa, noon)
