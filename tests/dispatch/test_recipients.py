"""Whom a letter goes to: chosen with the draft, completed by the registry, printed lines kept beside."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from dispatch import errors, queries
from dispatch.enums import GroupScope, SendingChannel
from dispatch.enums import LetterStatus as S
from dispatch.models import Correspondent
from dispatch.operations import directory, drafting, recipients
from dispatch.operations.recipients import Destination
from tests.cast import Cast
from tests.factories.dispatch import NOON, draft, letter_at
from tests.factories.sending import inside, issued, row, to

MAIL = SendingChannel.MAIL


def enter(
    cast: Cast, name: str, channel: SendingChannel = SendingChannel.HAND, **more: object
) -> Correspondent:
    return directory.enter(destination=to(name, channel, **more), by=cast.actor("lan"), at=NOON)


def typed(letter) -> tuple[str, ...]:
    last = queries.autosave_of(letter)
    assert last is not None
    return last.draft.recipients


def test_a_draft_prints_whom_its_drafter_picks_from_the_directory_once(cast: Cast) -> None:
    letter = draft(cast)
    known = enter(cast, "Sở Tài chính", MAIL, email="vanthu@stc.example")
    by = cast.actor("minh")
    for _twice in range(2):
        recipients.choose(letter=letter, destinations=[Destination.of(known)], by=by, at=NOON)
    assert [one.email for one in queries.recipients_of(letter)] == ["vanthu@stc.example"]
    assert typed(letter) == ("Như trên", "Giám đốc (để b/c)", "Sở Tài chính")


def test_an_addressee_on_the_page_is_not_printed_again(cast: Cast) -> None:
    letter = draft(cast, addressees=["Sở Tài chính"])
    recipients.choose(letter=letter, destinations=[to("SỞ TÀI CHÍNH")], by=cast.actor("minh"), at=NOON)
    assert typed(letter) == ("Như trên", "Giám đốc (để b/c)")


def test_taken_off_a_draft_the_line_goes_too(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    (chosen,) = recipients.choose(letter=letter, destinations=[to("Sở Tài chính")], by=by, at=NOON)
    recipients.remove(recipient=chosen, by=by, at=NOON)
    assert typed(letter) == ("Như trên", "Giám đốc (để b/c)")
    assert not queries.recipients_of(letter).exists()


def test_a_printed_line_may_say_something_else_than_the_recipient(cast: Cast) -> None:
    letter = issued(cast)
    by = cast.actor("lan")
    (chosen,) = recipients.choose(
        letter=letter,
        destinations=[to("UBND xã Sơn Tân", line="Ủy ban nhân dân các xã, phường")],
        by=by,
        at=NOON,
    )
    recipients.change(
        recipient=chosen, destination=to("UBND xã Sơn Tân", MAIL, email="a@b.example"), by=by, at=NOON
    )
    again = row(letter, "UBND xã Sơn Tân")
    assert (again.line, again.channel, again.email) == (
        "Ủy ban nhân dân các xã, phường",
        "mail",
        "a@b.example",
    )
    assert queries.lines_without_recipient(letter) == ["Giám đốc (để b/c)"]


def test_between_submission_and_signature_nobody_changes_recipients(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    for name in ("minh", "lan"):
        with pytest.raises(errors.NotYourRecipients):
            recipients.choose(letter=letter, destinations=[to("A")], by=cast.actor(name), at=NOON)


def test_the_office_itself_and_the_same_organisation_twice_are_refused(cast: Cast) -> None:
    letter, by = issued(cast), cast.actor("lan")
    with pytest.raises(errors.RecipientIsThisOffice):
        recipients.choose(letter=letter, destinations=[inside(cast.snv)], by=by, at=NOON)
    neighbour = cast.stranger.organisation
    recipients.choose(letter=letter, destinations=[inside(neighbour)], by=by, at=NOON)
    (other,) = recipients.choose(letter=letter, destinations=[to("Kho bạc")], by=by, at=NOON)
    with pytest.raises(errors.RecipientIsThereAlready):
        recipients.change(recipient=other, destination=inside(neighbour, "Kho bạc"), by=by, at=NOON)


def test_lines_the_directory_knows_are_recipients_when_the_letter_is_issued(cast: Cast) -> None:
    enter(cast, "Ủy ban nhân dân các xã, phường", MAIL, email="xa@hs.example")
    letter = letter_at(cast, S.ISSUED)
    assert [(one.name, one.email) for one in queries.recipients_of(letter)] == [
        ("Ủy ban nhân dân các xã, phường", "xa@hs.example")
    ]


def test_a_name_stands_once_in_the_directory_however_it_is_typed(cast: Cast) -> None:
    known = enter(cast, "Sở Tài chính")
    with pytest.raises(errors.CorrespondentIsKnown):
        enter(cast, "SỞ  TÀI CHÍNH")
    directory.retire(correspondent=known, by=cast.actor("lan"), at=NOON)
    assert enter(cast, "Sở Tài chính").pk != known.pk


@pytest.mark.parametrize("channel", [SendingChannel.MAIL, SendingChannel.POST, SendingChannel.INNER])
def test_a_channel_without_its_address_is_refused_by_the_act_and_by_the_database(
    cast: Cast, channel: SendingChannel
) -> None:
    with pytest.raises(errors.CorrespondentIsIncomplete):
        enter(cast, "Sở Tài chính", channel)
    with pytest.raises(IntegrityError, match="can_be_reached"), transaction.atomic():
        Correspondent.objects.create(
            organisation=cast.snv, name="A", name_folded="a", sort_key="a", channel=channel, created_at=NOON
        )


def test_the_directory_is_kept_by_the_registry(cast: Cast) -> None:
    with pytest.raises(errors.NotTheRegistry):
        directory.enter(destination=to("A"), by=cast.actor("minh"), at=NOON)


def test_groups_are_for_the_office_the_unit_or_oneself(cast: Cast) -> None:
    one, other = enter(cast, "Sở Tài chính"), enter(cast, "Sở Tư pháp")
    made = [
        (GroupScope.OFFICE, "lan", {"lan", "minh", "hoa", "dung"}),
        (GroupScope.UNIT, "minh", {"minh", "hoa"}),
        (GroupScope.PRIVATE, "minh", {"minh"}),
    ]
    for scope, name, users in made:
        group = directory.save_group(
            name=scope.value, scope=scope, members=[one, other], by=cast.actor(name), at=NOON
        )
        for person in ("lan", "minh", "hoa", "dung"):
            assert queries.groups_for(cast.actor(person)).filter(pk=group.pk).exists() == (person in users)
        assert [member.name for member in queries.members_of(group)] == ["Sở Tài chính", "Sở Tư pháp"]
    with pytest.raises(errors.NotTheKeeperOfGroups):
        directory.save_group(name="x", scope=GroupScope.OFFICE, members=[], by=cast.actor("minh"), at=NOON)
    with pytest.raises(errors.NotTheKeeperOfGroups):
        directory.remove_group(group=group, by=cast.actor("hoa"), at=NOON)


def test_a_saved_draft_keeps_the_lines_of_its_recipients(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    recipients.choose(letter=letter, destinations=[to("Sở Tài chính")], by=by, at=NOON)
    last = queries.autosave_of(letter)
    assert last is not None
    version = drafting.save_version(letter=letter, content=last.draft, base_version=1, by=by, at=NOON)
    assert "Sở Tài chính" in version.draft.recipients
