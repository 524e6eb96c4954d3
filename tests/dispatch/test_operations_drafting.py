"""Writing a draft: nothing typed is lost, nothing is overwritten, nothing secret is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import Secrecy
from dispatch.models import Attachment, Autosave, DraftVersion, OutgoingLetter
from dispatch.operations import drafting
from tests.cast import Cast
from tests.factories.dispatch import NOON, body, content, draft, fresh, stored_file

LATER = NOON + timedelta(minutes=9)


def new(cast: Cast) -> OutgoingLetter:
    return drafting.create_draft(kind="cong_van", unit=cast.units["CCHC"], by=cast.actor("minh"), at=NOON)


@pytest.mark.parametrize("secrecy", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_a_secret_letter_is_refused_before_a_row_exists(cast: Cast, secrecy: Secrecy) -> None:
    with pytest.raises(errors.SecretsAreNotKeptHere):
        drafting.create_draft(
            kind="cong_van", unit=cast.units["CCHC"], by=cast.actor("minh"), at=NOON, secrecy=secrecy
        )
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("ket_luan", errors.KindIsUnknown),
        ("nonsense", errors.KindIsUnknown),
    ],
)
def test_a_kind_of_the_other_regime_is_refused_at_once(
    cast: Cast, kind: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        drafting.create_draft(kind=kind, unit=cast.units["CCHC"], by=cast.actor("minh"), at=NOON)


def test_drafting_for_another_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.NotYourUnit):
        drafting.create_draft(kind="cong_van", unit=cast.units["VP"], by=cast.actor("minh"), at=NOON)


def test_every_draft_has_its_own_unguessable_token(cast: Cast) -> None:
    tokens = {new(cast).verify_token for _count in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 24 for token in tokens)  # 18 random bytes, 144 bits


def test_typing_is_kept_field_by_field(cast: Cast) -> None:
    letter, by = new(cast), cast.actor("minh")
    first = drafting.autosave(letter=letter, token=0, fields={"subject": "Một"}, by=by, at=NOON)
    second = drafting.autosave(letter=letter, token=first.token, fields={"keep_line": "VT"}, by=by, at=LATER)
    kept = queries.autosave_of(letter)
    assert kept is not None
    assert (kept.draft.subject, kept.draft.keep_line, kept.token) == ("Một", "VT", second.token)


def test_a_second_tab_is_told_who_and_when_and_overwrites_nothing(cast: Cast) -> None:
    letter, by = new(cast), cast.actor("minh")
    drafting.autosave(letter=letter, token=0, fields={"subject": "Tab một"}, by=by, at=NOON)
    with pytest.raises(errors.DraftChangedElsewhere) as refused:
        drafting.autosave(letter=letter, token=0, fields={"subject": "Tab hai"}, by=by, at=LATER)
    assert refused.value.facts == {"who": "Trần Quang Minh", "when": "12:00, 24/11/2026"}
    assert Autosave.objects.get().draft.subject == "Tab một"


def test_a_subject_too_long_is_kept_while_typing_and_refused_as_a_version(cast: Cast) -> None:
    letter, by = new(cast), cast.actor("minh")
    drafting.autosave(letter=letter, token=0, fields={"subject": "x" * 5_000}, by=by, at=NOON)
    with pytest.raises(errors.SubjectIsTooLong):
        drafting.save_version(
            letter=letter, content=content(cast, subject="x" * 5_000), base_version=0, by=by, at=NOON
        )
    kept = queries.autosave_of(letter)
    assert kept is not None
    assert len(kept.draft.subject) == 5_000


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "TỐI MẬT"},
        {"recipients": ["Như trên", "MẬT"]},
        {"body": body("Kính gửi", "TUYỆT MẬT")},
        {"keep_line": "ĐỘ MẬT: MẬT"},
    ],
)
def test_a_mark_of_secrecy_is_neither_autosaved_nor_saved(cast: Cast, fields: dict[str, object]) -> None:
    letter, by = new(cast), cast.actor("minh")
    with pytest.raises(errors.SecretMarkFound):
        drafting.autosave(letter=letter, token=0, fields=fields, by=by, at=NOON)
    with pytest.raises(errors.SecretMarkFound):
        drafting.save_version(letter=letter, content=content(cast, **fields), base_version=0, by=by, at=NOON)
    assert not Autosave.objects.exists()
    assert not DraftVersion.objects.exists()


def test_a_body_no_editor_made_is_not_kept(cast: Cast) -> None:
    hostile = {"type": "doc", "content": [{"type": "script", "content": []}]}
    with pytest.raises(errors.BodyIsMalformed):
        drafting.autosave(letter=new(cast), token=0, fields={"body": hostile}, by=cast.actor("minh"), at=NOON)


def test_versions_count_up_with_author_and_note(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    drafting.save_version(
        letter=letter,
        content=content(cast, subject="Hai"),
        base_version=1,
        note="sửa trích yếu",
        by=by,
        at=LATER,
    )
    said = [(v.number, v.author.full_name, v.draft.subject, v.note) for v in queries.versions_of(letter)]
    assert said[0] == (2, "Trần Quang Minh", "Hai", "sửa trích yếu")
    assert fresh(letter).subject == "Hai"
    assert len(said) == 2


def test_a_version_written_on_an_older_one_is_refused(cast: Cast) -> None:
    letter = draft(cast)
    with pytest.raises(errors.DraftChangedElsewhere) as refused:
        drafting.save_version(
            letter=letter,
            content=content(cast, subject="Cũ"),
            base_version=0,
            by=cast.actor("minh"),
            at=LATER,
        )
    assert refused.value.facts["who"] == "Trần Quang Minh"


def test_saving_twice_saves_once(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    again = drafting.save_version(letter=letter, content=content(cast), base_version=0, by=by, at=LATER)
    assert again.number == 1
    assert DraftVersion.objects.count() == 1


def test_choosing_the_saved_version_again_gives_up_what_another_tab_typed(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    kept = queries.autosave_of(letter)
    token = kept.token if kept else 0
    drafting.autosave(letter=letter, token=token, fields={"subject": "Tab hai"}, by=by, at=LATER)
    drafting.save_version(letter=letter, content=content(cast), base_version=1, by=by, at=LATER)
    now = queries.autosave_of(letter)
    assert now is not None
    assert now.draft.subject == content(cast).subject


def test_a_saved_version_gives_other_tabs_a_conflict(cast: Cast) -> None:
    letter, by = new(cast), cast.actor("minh")
    typed = drafting.autosave(letter=letter, token=0, fields={"subject": "Một"}, by=by, at=NOON)
    drafting.save_version(letter=letter, content=content(cast), base_version=0, by=by, at=NOON)
    with pytest.raises(errors.DraftChangedElsewhere):
        drafting.autosave(letter=letter, token=typed.token, fields={"subject": "Hai"}, by=by, at=LATER)


def test_a_version_cannot_be_changed_or_deleted_even_by_sql(cast: Cast) -> None:
    draft(cast)
    for statement in ("UPDATE dispatch_draftversion SET note='x'", "DELETE FROM dispatch_draftversion"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("name", ["hoa", "binh", "quan", "stranger"])
def test_only_the_drafter_writes(cast: Cast, name: str) -> None:
    letter, by = draft(cast), cast.actor(name)
    with pytest.raises(errors.NotTheDrafter):
        drafting.autosave(letter=letter, token=2, fields={"subject": "x"}, by=by, at=NOON)
    with pytest.raises(errors.NotTheDrafter):
        drafting.save_version(letter=letter, content=content(cast), base_version=1, by=by, at=NOON)


def test_a_signer_of_another_office_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.DraftIsMalformed):
        draft(cast, signer_post_id=cast.stranger.pk)


def test_attachments_keep_their_order_and_their_rows(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    first = drafting.attach(letter=letter, file=stored_file(cast.snv), by=by, at=NOON)
    second = drafting.attach(letter=letter, file=stored_file(cast.snv), by=by, at=NOON)
    drafting.detach(attachment=first, by=by, at=LATER)

    assert list(queries.attachments_of(letter)) == [second]
    assert Attachment.objects.count() == 2
    with pytest.raises(errors.AttachmentIsNotHere):
        drafting.detach(attachment=first, by=by, at=LATER)
    names = [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)]
    assert names[-3:] == ["letter.attached", "letter.attached", "letter.detached"]


def test_the_same_bytes_are_not_attached_twice(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    drafting.attach(letter=letter, file=stored_file(cast.snv, text="một"), by=by, at=NOON)
    with pytest.raises(errors.AttachedAlready):
        drafting.attach(letter=letter, file=stored_file(cast.snv, text="một"), by=by, at=NOON)


def test_a_file_of_another_office_is_not_attached(cast: Cast) -> None:
    foreign = stored_file(cast.stranger.organisation)
    with pytest.raises(errors.FileIsOfAnother):
        drafting.attach(letter=draft(cast), file=foreign, by=cast.actor("minh"), at=NOON)
