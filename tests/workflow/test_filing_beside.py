"""One letter in several dossiers, its drafts and opinions beside it: pointed at, never copied."""

from __future__ import annotations

import pytest

from archive import queries as archive
from archive.errors import AlreadyInDossier
from archive.models import Dossier
from archive.operations import closing
from archive.operations.opening import NewDossier, open_dossier
from dispatch import errors, queries
from dispatch.enums import Stance
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import filing, filing_beside
from tests.workflow.office import Office


def filed(office: Office) -> tuple[OutgoingLetter, Dossier]:
    """A letter that went its way into the dossier of its drafter, with an opinion given on the way."""
    letter = office.at_step("file_letter")
    Opinion.objects.create(
        organisation=letter.organisation, letter=letter, round=1, version_number=1, post=office.hoa.post,
        asked_at=office.at, answered_at=office.at, answered_by=office.hoa.post, stance=Stance.AGREE,
    )  # fmt: skip
    office.act(office.item(letter), office.read(letter))
    return office.read(letter), office.dossier()


def another(office: Office) -> Dossier:
    new = NewDossier("02.CQ", "Cải cách hành chính", office.minh.post.unit, office.minh.person, 10)
    return open_dossier(new=new, by=office.minh, at=office.later())


def test_a_filed_letter_lies_in_a_second_dossier_too(office: Office) -> None:
    letter, first = filed(office)
    second = another(office)
    filing.file_letter(letter=letter, dossier=second, by=office.minh, at=office.later())
    assert [archive.records_of(one).filter(origin_kind="letter").count() for one in (first, second)] == [1, 1]
    assert office.read(letter).dossier == first


def test_drafts_and_opinions_lie_beside_the_letter_and_drafts_leave_at_the_end(office: Office) -> None:
    letter, dossier = filed(office)
    opinion = queries.given_opinions(letter).get()
    by_minh = {"letter": letter, "dossier": dossier, "by": office.minh}
    version = filing_beside.file_version(number=1, at=office.later(), **by_minh)
    told = filing_beside.file_opinion(pk=opinion.pk, at=office.later(), **by_minh)
    assert (version.is_draft, told.is_draft) == (True, False)
    assert told.author.startswith(office.hoa.person.full_name)
    with pytest.raises(AlreadyInDossier):
        filing_beside.file_version(number=1, at=office.later(), **by_minh)
    for record, port in (
        (version, filing_beside.VersionRecords()),
        (told, filing_beside.OpinionRecords()),
    ):
        assert port.describe(record.origin).title == record.title
        assert port.visible(record.origin, office.minh, office.at)
        assert not port.visible(record.origin, office.quan, office.at)
    closing.close(dossier=dossier, as_it_is=True, by=office.minh, at=office.later())
    assert list(archive.left_records(dossier)) == [version]
    assert queries.versions_of(letter).count() == 1


def test_who_may_not_read_the_letter_files_nothing_of_it(office: Office) -> None:
    letter, dossier = filed(office)
    with pytest.raises(errors.LetterIsNotYours):
        filing_beside.file_version(
            letter=letter, number=1, dossier=dossier, by=office.quan, at=office.later()
        )


def test_origins_nobody_knows_are_said_to_be_unknown(office: Office) -> None:
    from archive.models import Origin

    for port in (filing_beside.VersionRecords(), filing_beside.OpinionRecords()):
        with pytest.raises(KeyError):
            port.describe(Origin("x", "999999"))
