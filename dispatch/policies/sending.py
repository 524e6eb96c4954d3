"""May this person choose recipients, send, and note what became of a delivery?"""

from __future__ import annotations

from dispatch import errors, lifecycle
from dispatch.enums import DeliveryStatus, GroupScope, Medium, SendingChannel
from dispatch.enums import LetterStatus as S
from dispatch.models import Delivery, LetterRecipient, OutgoingLetter, RecipientGroup
from dispatch.policies import who
from dispatch.policies.marking import attachments_are_signed
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor

_AT_THE_REGISTRY = (S.SIGNED, S.NUMBERED, S.ISSUED)


def may_keep_directory(actor: Actor) -> Verdict:
    """The registry keeps the directory of correspondents."""
    return who.is_registry(actor, actor.organisation.pk)


def may_keep_group(actor: Actor, group: RecipientGroup) -> Verdict:
    """The registry keeps groups of the office, people of a unit those of the unit, everybody their own."""
    if group.organisation_id != actor.organisation.pk:
        return refuse(errors.NotTheKeeperOfGroups)
    if group.scope == GroupScope.OFFICE:
        return permit_if(actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheKeeperOfGroups)
    post, person = actor.acting_post, actor.person
    own = person is not None and group.owner_id == person.pk
    of_unit = post is not None and group.unit_id == post.unit_id
    return permit_if(own or of_unit, otherwise=errors.NotTheKeeperOfGroups)


def may_choose_recipients(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter while it is a draft; from the signature on the registry, which sends it."""
    if letter.status == S.DRAFT:
        return who.is_drafter(actor, letter)
    at_registry = permit_if(letter.status in _AT_THE_REGISTRY, otherwise=errors.NotYourRecipients)
    return at_registry and who.is_registry(actor, letter.organisation_id)


def may_change_recipient(
    actor: Actor, letter: OutgoingLetter, recipient: LetterRecipient, delivery: Delivery | None
) -> Verdict:
    """Whoever chooses recipients changes one that the letter was not sent to, or did not reach."""
    if delivery is not None and DeliveryStatus(delivery.status) not in lifecycle.STOPPED:
        return refuse(errors.RecipientIsUnderWay(name=recipient.name))
    return may_choose_recipients(actor, letter)


def may_send(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry sends what is issued (Decree 30/2020 Art. 18)."""
    return (
        who.at_step(letter, S.ISSUED)
        and who.is_registry(actor, letter.organisation_id)
        and attachments_are_signed(letter)
    )


def may_send_to(recipient: LetterRecipient, *, mail_is_set_up: bool) -> Verdict:
    """A letter goes where it is known how it goes there."""
    name = recipient.name
    reachable = {
        SendingChannel.INNER: recipient.inner_id is not None,
        SendingChannel.MAIL: bool(recipient.email),
        SendingChannel.POST: bool(recipient.address),
        SendingChannel.HAND: True,
    }
    if not recipient.channel or not reachable[SendingChannel(recipient.channel)]:
        return refuse(errors.RecipientIsIncomplete(name=name))
    by_wire = recipient.channel in {SendingChannel.INNER, SendingChannel.MAIL}
    if by_wire and recipient.letter.medium == Medium.PAPER:
        return refuse(errors.PaperGoesOnPaper(name=name))
    if recipient.channel == SendingChannel.MAIL and not mail_is_set_up:
        return refuse(errors.MailIsNotSetUp)
    return permit()


def may_send_again(
    actor: Actor, letter: OutgoingLetter, delivery: Delivery, recipient: LetterRecipient
) -> Verdict:
    """The registry sends again what failed or was refused, and what left by mail, post or hand and was lost."""
    status = DeliveryStatus(delivery.status)
    stopped = status in lifecycle.STOPPED
    lost = status == DeliveryStatus.SENT and recipient.channel != SendingChannel.INNER
    again = permit_if(
        stopped or lost, otherwise=errors.CannotBeSentAgain(name=recipient.name, status=status.label)
    )
    return again and may_send(actor, letter)


def may_note_receipt(
    actor: Actor, letter: OutgoingLetter, delivery: Delivery, recipient: LetterRecipient
) -> Verdict:
    """The registry notes a receipt on paper or by word; inside the installation the receiver's system says it."""
    status = DeliveryStatus(delivery.status)
    by_hand = recipient.channel != SendingChannel.INNER and status == DeliveryStatus.SENT
    refusal = errors.NewsIsNotYours(name=recipient.name, status=status.label)
    return permit_if(by_hand, otherwise=refusal) and may_send(actor, letter)


def may_note_failure(
    actor: Actor, letter: OutgoingLetter, delivery: Delivery, recipient: LetterRecipient
) -> Verdict:
    """The registry notes a bounced mail, or an envelope that came back."""
    return may_note_receipt(actor, letter, delivery, recipient)


def may_close_sending(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry says that nobody else gets the letter."""
    return may_send(actor, letter)


def may_keep_kept_copies(actor: Actor) -> Verdict:
    """The registry, which keeps the originals, and the archivist lend them out and take them back (Art. 19)."""
    duties = (Duty.REGISTRY_CLERK, Duty.ARCHIVIST)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheRegistry)
