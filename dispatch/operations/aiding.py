"""Keep phrases and model letters at hand, use and retire them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies
from dispatch.body.secrecy import secret_mark_in
from dispatch.enums import Reach
from dispatch.models import DraftVersion, LetterModel, OutgoingLetter, Phrase
from dispatch.models.content import DraftContent
from dispatch.operations import drafting, locking
from lib.database import locked, queued
from lib.text import nfc, single_line
from organisation.models import Organisation, Unit
from organisation.models.actor import Actor

_KEY = re.compile(r"[a-z0-9]{1,20}")
_LONGEST = 2000
_LONGEST_TITLE = 150


@transaction.atomic
def keep_phrase(*, reach: Reach, unit: Unit | None, key: str, text: str, by: Actor, at: datetime) -> Phrase:
    """Keep a short text under a key that is typed to insert it; give it.

    ``unit`` is meant where ``reach`` is a unit. Refuses whoever does not keep there, a key in use or not typeable, an
    empty text, and a mark of secrecy.
    """
    policies.may_keep(by, reach, unit).enforce()
    said = _phrase(text)
    owner = _owner(reach, unit, by)
    wanted = key.strip().lower()
    if not _KEY.fullmatch(wanted):
        raise errors.KeyCannotBeTyped
    _one_at_a_time(by)
    if Phrase.objects.filter(**owner, key=wanted, retired_at__isnull=True).exists():
        raise errors.KeyIsTaken(name=wanted)
    phrase = Phrase.objects.create(**owner, key=wanted, text=said, kept_at=at)
    _record(
        "phrase.kept", "phrase", phrase.pk, by=by, at=at, reach=reach, detail={"key": wanted, "text": said}
    )
    return phrase


@transaction.atomic
def retire_phrase(*, phrase: Phrase, by: Actor, at: datetime) -> Phrase:
    """Offer the phrase no longer; texts it was put into stay as they are."""
    phrase = locked(Phrase, phrase.pk)
    policies.may_change(by, phrase).enforce()
    phrase.retired_at = at
    phrase.save(update_fields=["retired_at"])
    reach = Reach(phrase.reach)
    _record("phrase.retired", "phrase", phrase.pk, by=by, at=at, reach=reach, detail={"key": phrase.key})
    return phrase


@transaction.atomic
def keep_model(
    *,
    letter: OutgoingLetter,
    content: DraftContent,
    reach: Reach,
    unit: Unit | None,
    title: str,
    by: Actor,
    at: datetime,
) -> LetterModel:
    """Keep ``content``, as typed in the draft ``letter``, as a model for letters of its kind; give it.

    Signer and expected day are left out: they are another letter's. Refuses whoever may not edit the letter or does not
    keep there, a title in use or missing, a body outside the schema, and a mark of secrecy.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    policies.may_keep(by, reach, unit).enforce()
    named = single_line(title)
    if not named or len(named) > _LONGEST_TITLE:
        raise errors.ModelNeedsATitle
    drafting.check_storable(content, letter.kind)
    owner = _owner(reach, unit, by)
    _one_at_a_time(by)
    if LetterModel.objects.filter(**owner, kind=letter.kind, title=named, retired_at__isnull=True).exists():
        raise errors.TitleIsTaken(name=named)
    kept = replace(content, signer_post_id=None, expected_on=None)
    model = LetterModel.objects.create(
        **owner, kind=letter.kind, title=named, content=kept.as_json(), kept_at=at
    )
    _record("model.kept", "model", model.pk, by=by, at=at, reach=reach, detail={"title": named})
    return model


@transaction.atomic
def retire_model(*, model: LetterModel, by: Actor, at: datetime) -> LetterModel:
    """Offer the model no longer; letters begun from it stay as they are."""
    model = locked(LetterModel, model.pk)
    policies.may_change(by, model).enforce()
    model.retired_at = at
    model.save(update_fields=["retired_at"])
    reach = Reach(model.reach)
    _record("model.retired", "model", model.pk, by=by, at=at, reach=reach, detail={"title": model.title})
    return model


@transaction.atomic
def begin_from(*, letter: OutgoingLetter, model: LetterModel, by: Actor, at: datetime) -> DraftVersion:
    """Let the draft go on from ``model``; give the new version. What was typed before stays as a version.

    The signer and day already chosen stay. Refuses whoever may not edit or use the model, and one of another kind.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    policies.may_use(by, model).enforce()
    if model.kind != letter.kind:
        raise errors.ModelIsOfAnotherKind(name=model.title, kind=model.kind_data.label)
    typed = drafting.with_typed(letter, by, at)
    content = replace(
        model.draft, signer_post_id=typed.draft.signer_post_id, expected_on=typed.draft.expected_on
    )
    return drafting.save_version(
        letter=typed, content=content, base_version=typed.version_number, note=model.title, by=by, at=at
    )


def _phrase(text: str) -> str:
    said = nfc(text.replace("\0", "").replace("\r\n", "\n")).strip()
    if not said or len(said) > _LONGEST:
        raise errors.PhraseIsEmpty
    mark = secret_mark_in(said.split("\n"))
    if mark is not None:
        raise errors.SecretMarkFound(mark=mark)
    return said


def _owner(reach: Reach, unit: Unit | None, by: Actor) -> dict[str, object]:
    return {
        "organisation": by.organisation,
        "reach": reach.value,
        "unit": unit if reach == Reach.UNIT else None,
        "person": by.person if reach == Reach.OWN else None,
    }


def _one_at_a_time(by: Actor) -> None:
    """Let two who keep something of one name at once wait for each other, so that the second is told in words."""
    queued(Organisation, by.organisation.pk)


def _record(
    name: str, kind: str, key: int, *, by: Actor, at: datetime, reach: Reach, detail: dict[str, str]
) -> None:
    recording.record(
        name, subject=Subject(kind, str(key)), by=by, at=at, facts={"reach": reach.value}, detail=detail
    )
