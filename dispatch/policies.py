"""May this person do this to this letter now, and if not, why? Pure: nothing is written, nothing is locked.

Every policy is asked of the locked row by its operation and of the read row by the button. Visibility
(``may_read``) is Participation alone: no duty, least of all the administrator's, opens letters by itself.
"""

from __future__ import annotations

from datetime import date, datetime

from dispatch import errors, lifecycle
from dispatch.enums import AllocationState
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter, Participation
from lib.calendar import local_day
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post, SigningMandate, Unit
from organisation.models.actor import Actor
from signing import queries as signing
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED


def may_draft(actor: Actor, unit: Unit) -> Verdict:
    """Whoever holds a post drafts for the unit of that post."""
    post = actor.acting_post
    return permit_if(post is not None and post.unit_id == unit.pk, otherwise=errors.NotYourUnit)


def may_read(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Who takes part reads: in person, by post, unit or duty, or standing in for one who does."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    tokens = office.access_tokens_of(actor, at)
    takes_part = Participation.objects.filter(letter=letter, token__in=tokens).exists()
    return permit_if(takes_part, otherwise=errors.LetterIsNotYours)


def may_edit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter, or whoever stands in for the drafter's post, edits while the letter is a draft."""
    return _at(letter, S.DRAFT) and _drafter(actor, letter)


def may_submit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever edits submits. Whether the content is complete is checked by the operation."""
    return may_edit(actor, letter)


def may_check_content(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The head of the drafting unit answers for the content (Decree 30/2020 Art. 12.1)."""
    return _at(letter, S.CONTENT_CHECK) and _unit_head(actor, letter)


def may_check_format(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The chief of office answers for the format (Decree 30/2020 Art. 12.2)."""
    return _at(letter, S.FORMAT_CHECK) and _chief(actor, letter)


def may_approve(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The signing authority approves the draft (Decree 30/2020 Art. 11): the signer, or the head."""
    return _at(letter, S.APPROVAL) and _decider(actor, letter)


def may_sign(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Only the signer in person, by the mandate the letter was laid out with (Art. 13; a delegation never signs).

    While a signature waits for its PIN the same person may ask for it again.
    """
    return _at(letter, S.SIGNATURE, S.SIGNING) and _signature_is_open(letter) and _signs(actor, letter, at)


def may_approve_and_sign(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Approver and signer in one act: the signer at the step of approval."""
    return may_approve(actor, letter) and _signs(actor, letter, at)


def may_number(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry numbers what bears the authorised signature (Decree 30/2020 Art. 15, 18).

    A numbered letter that awaits its seal may be asked for again: number and day stay the same (design D18).
    """
    return _at(letter, S.SIGNED, S.NUMBERED) and _registry(actor, letter.organisation_id)


def may_void_number(actor: Actor, allocation: NumberAllocation) -> Verdict:
    """The registry voids a number that was never issued; an issued letter is recalled, not voided."""
    if allocation.state == AllocationState.VOID:
        return refuse(errors.ReservationIsOver(number=str(allocation)))
    letter = allocation.letter
    if letter is not None and letter.status == S.ISSUED:
        return refuse(errors.NumberIsInUse(number=str(allocation)))
    return _registry(actor, allocation.organisation_id)


def may_keep_registers(actor: Actor) -> Verdict:
    """Opening, closing, reserving: the registry's."""
    return _registry(actor, actor.organisation.pk)


def may_keep_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry of the office the series belongs to."""
    return _registry(actor, series.organisation_id)


def may_close_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry closes a series once."""
    closed = series.closed_on
    if closed is not None:
        return refuse(errors.SeriesIsClosed(name=series.name, day=f"{closed:%d/%m/%Y}"))
    return may_keep_series(actor, series)


def may_confirm_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry lets a series go on that stands still."""
    standing = permit_if(series.frozen_at is not None, otherwise=errors.SeriesIsNotFrozen)
    return standing and may_keep_series(actor, series)


def may_read_registers(actor: Actor) -> Verdict:
    """The register of the office is open to the registry, the leaders, the chief of office and the archivist."""
    duties = (Duty.REGISTRY_CLERK, Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheRegistry)


def may_send_back(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever has to decide at this step may return the letter instead, a signature under way excepted."""
    if S(letter.status) not in lifecycle.RETURNABLE:
        return _elsewhere(letter)
    if letter.status == S.CONTENT_CHECK:
        return _unit_head(actor, letter)
    if letter.status == S.FORMAT_CHECK:
        return _chief(actor, letter)
    return _signature_is_open(letter) and _decider(actor, letter)


def may_take_back(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter takes the letter back while nobody has opened it."""
    verdict = _at(letter, S.CONTENT_CHECK) and _drafter(actor, letter)
    return verdict and permit_if(letter.opened_at is None, otherwise=errors.OpenedAlready)


def may_withdraw(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter gives the letter up at any step before it has a number, a signature under way excepted."""
    if S(letter.status) not in lifecycle.WITHDRAWABLE:
        return _elsewhere(letter)
    return _signature_is_open(letter) and _drafter(actor, letter)


def may_refuse(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The signer or the head declines the letter for good."""
    if S(letter.status) not in lifecycle.REFUSABLE:
        return _elsewhere(letter)
    return _signature_is_open(letter) and _decider(actor, letter)


def may_file(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever did the work files it (Decree 30/2020 Art. 30); the registry may as well."""
    at_end = _at(letter, S.ISSUED)
    return at_end and (_registry(actor, letter.organisation_id) or _drafter(actor, letter))


def may_give_work_of(actor: Actor, unit_key: int) -> Verdict:
    """The head of a unit hands over its work, and an administrator everybody's. It opens no letter to them."""
    post = actor.acting_post
    heads = post is not None and post.unit_id == unit_key and actor.has_duty(Duty.UNIT_HEAD)
    return permit_if(heads or actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.WorkIsNotYoursToGive)


def may_give_on(actor: Actor, letter: OutgoingLetter, holder: Post) -> Verdict:
    """What somebody drafts or has to check is handed over; the check of the format by an administrator only."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    if not _drafts(holder, letter) and not _checks(holder, letter):
        return refuse(errors.NothingIsInHand(number=letter.pk, name=holder.person.full_name))
    if _drafts(holder, letter) or letter.status == S.CONTENT_CHECK:
        return may_give_work_of(actor, letter.unit_id)
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.WorkIsNotYoursToGive)


def may_hand_over(actor: Actor, letter: OutgoingLetter, holder: Post, to: Post, at: datetime) -> Verdict:
    """Work goes to a colleague who may do it, but not to the administrator who gives it."""
    return (
        may_give_on(actor, letter, holder)
        and _may_take(to, letter, holder, local_day(at))
        and _is_no_administrator_to_himself(actor, letter, to)
    )


def may_take_from_signer(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """A letter that waits for its signer goes back to its drafter by the head, or by an administrator."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    gives = actor.has_duty(Duty.HEAD, Duty.ADMINISTRATOR)
    return _at(letter, S.APPROVAL, S.SIGNATURE) and permit_if(gives, otherwise=errors.NotTheSigner)


def has_mandate(mandate: SigningMandate | None, actor: Actor, at: datetime) -> bool:
    """Say whether the mandate is the one the actor's own post signs by at ``at``."""
    day = local_day(at)
    return (
        mandate is not None
        and mandate.revoked_at is None
        and actor.post is not None
        and mandate.post_id == actor.post.pk
        and mandate.valid_from <= day
        and (mandate.valid_until is None or day <= mandate.valid_until)
    )


def _at(letter: OutgoingLetter, *statuses: S) -> Verdict:
    return permit() if letter.status in statuses else _elsewhere(letter)


def _signature_is_open(letter: OutgoingLetter) -> Verdict:
    """Permit unless a PIN was given and the signature is being made; then only its end moves the letter."""
    if letter.status != S.SIGNING:
        return permit()
    request = signing.request_for(letter.organisation, "letter", str(letter.pk), SigningRole.LEADER)
    waits = request is None or request.state in {RequestState.PREPARED, *CLOSED}
    return permit_if(waits, otherwise=errors.LetterIsBeingSigned)


def _elsewhere(letter: OutgoingLetter) -> Verdict:
    return refuse(errors.LetterIsElsewhere(status=S(letter.status).label))


def _drafter(actor: Actor, letter: OutgoingLetter) -> Verdict:
    own = actor.represented is None and actor.person is not None and actor.person.pk == letter.drafter_id
    post = actor.acting_post
    return permit_if(
        own or (post is not None and post.pk == letter.drafter_post_id), otherwise=errors.NotTheDrafter
    )


def _unit_head(actor: Actor, letter: OutgoingLetter) -> Verdict:
    post = actor.acting_post
    of_unit = post is not None and post.unit_id == letter.unit_id
    return permit_if(of_unit and actor.has_duty(Duty.UNIT_HEAD), otherwise=errors.NotHeadOfTheUnit)


def _chief(actor: Actor, letter: OutgoingLetter) -> Verdict:
    here = actor.organisation.pk == letter.organisation_id
    return permit_if(here and actor.has_duty(Duty.CHIEF_OF_OFFICE), otherwise=errors.NotChiefOfOffice)


def _decider(actor: Actor, letter: OutgoingLetter) -> Verdict:
    here = actor.organisation.pk == letter.organisation_id
    post = actor.acting_post
    is_signer = post is not None and post.pk == letter.signer_post_id
    return permit_if(here and (is_signer or actor.has_duty(Duty.HEAD)), otherwise=errors.NotTheSigner)


def _signs(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    in_person = (
        actor.represented is None and actor.post is not None and actor.post.pk == letter.signer_post_id
    )
    if not in_person:
        return refuse(errors.SignatureIsPersonal(name=letter.printed.get("signer", "")))
    return permit_if(has_mandate(letter.mandate, actor, at), otherwise=errors.MandateHasChanged)


def _registry(actor: Actor, organisation_id: int) -> Verdict:
    here = actor.organisation.pk == organisation_id
    return permit_if(here and actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheRegistry)


def _drafts(post: Post, letter: OutgoingLetter) -> bool:
    """Say whether the letter will still ask for ``post``: to be written, or to be filed once it is issued."""
    to_be_filed = letter.status == S.ISSUED and letter.dossier_id is None
    return letter.drafter_post_id == post.pk and (letter.status not in lifecycle.ENDS or to_be_filed)


def _checks(post: Post, letter: OutgoingLetter) -> bool:
    """Say whether the letter waits for a check that ``post`` makes."""
    if letter.status == S.CONTENT_CHECK:
        return post.unit_id == letter.unit_id and Duty.UNIT_HEAD.value in post.duties
    return letter.status == S.FORMAT_CHECK and Duty.CHIEF_OF_OFFICE.value in post.duties


def _may_take(to: Post, letter: OutgoingLetter, holder: Post, day: date) -> Verdict:
    held = to.valid_from <= day and (to.valid_until is None or day <= to.valid_until)
    here = to.organisation_id == letter.organisation_id and to.person.is_active
    name = to.person.full_name
    if not held or not here or to.pk == holder.pk:
        return refuse(errors.ColleagueIsNotThere(name=name))
    if _drafts(holder, letter) and to.unit_id != letter.unit_id:
        return refuse(errors.ColleagueIsOfAnotherUnit(number=letter.pk, unit=letter.unit.name))
    lacks = _checks(holder, letter) and not _checks(to, letter)
    return refuse(errors.ColleagueDoesNotCheck(number=letter.pk, name=name)) if lacks else permit()


def _is_no_administrator_to_himself(actor: Actor, letter: OutgoingLetter, to: Post) -> Verdict:
    himself = actor.person is not None and actor.person.pk == to.person_id
    heads = actor.acting_post is not None and actor.acting_post.unit_id == letter.unit_id
    return permit_if(
        not himself or (heads and actor.has_duty(Duty.UNIT_HEAD)), otherwise=errors.AdministratorTakesALetter
    )
