"""What this person can do with this letter now, in the order of weight: the buttons of the letter page.

The act the letter waits for is always shown, open or with the reason why not; side acts to those who may.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dispatch import policies, queries
from dispatch.enums import LetterStatus
from dispatch.errors import NobodyIsAbove
from lib.refusal import permit, permit_if, refuse
from organisation.enums import Duty
from workflow.errors import StepIsNotYours
from workflow.outgoing_letter import stages
from workflow.routes.schema import DRAFT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.utils.functional import Promise

    from dispatch.models import OutgoingLetter
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from workflow.models import WorkItem


@dataclass(frozen=True, kw_only=True)
class Act:
    """One button, as the tag ``button`` takes it."""

    label: str | Promise
    may: Verdict | bool = True
    url: str = ""
    icon: str = ""
    key: str = ""
    kind: str = "plain"
    method: str = "post"
    dialog: str = ""
    confirm: str | Promise = ""
    name: str = ""
    value: str = ""
    after_reading: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A dialog that asks for a reason."""

    id: str
    title: str | Promise
    text: str | Promise
    label: str | Promise
    url: str = ""
    ways: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class Acts:
    """The buttons of one page: the main act, the side acts, and the dialogs they open."""

    main: list[Act] = field(default_factory=list)
    side: list[Act] = field(default_factory=list)
    dialogs: list[Asked] = field(default_factory=list)

    @property
    def shown(self) -> list[Act]:
        """Give all buttons: the main one first, but behind what this person may do when it is for somebody else."""
        closed = [act for act in self.main if not act.may]
        return [*(act for act in self.main if act.may), *self.side, *closed]

    @property
    def phone(self) -> list[Act]:
        """Give the few that fit under a thumb; the main one stands last, where the thumb is."""
        return [*self.side[:2], *self.main[:1]]


ASKED = {
    "send_back": (
        _("Send back for revision"),
        _("The drafter gets the letter with your reason. Text, versions and attachments stay as they are."),
        _("Send back"),
    ),
    "withdraw": (
        _("Withdraw the letter"),
        _("The letter ends here and is kept in the history. It cannot be taken up again."),
        _("Withdraw"),
    ),
    "check_format": (
        _("Pass the format all the same"),
        _("Something must be put right by the rules of layout. Your reason is kept with your check."),
        _("Pass the format"),
    ),
    "pass_up": (
        _("Pass up to your superior"),
        _("Your superior decides instead of you. A letter to be signed is laid out anew with the new name."),
        _("Pass up"),
    ),
    "decline": (
        _("Send back instead of signing"),
        _("The drafter gets the letter with your reason. The signature it bears counts no more."),
        _("Send back"),
    ),
    "call_back": (
        _("Call the letter back"),
        _("It is a draft again and is no longer asked to be signed. The signature it bears counts no more."),
        _("Call back"),
    ),
    "refuse": (
        _("Refuse to issue"),
        _("The letter ends here: it will not be issued. The drafter reads your reason."),
        _("Refuse"),
    ),
}


def asked_about(name: str, letter: OutgoingLetter, item: WorkItem | None) -> Asked:
    """Give what the dialog (or, without scripts, the page) for the reason of ``name`` says."""
    title, text, label = ASKED[name]
    return Asked(
        id=f"ask-{name.replace('_', '-')}", title=title, text=text, label=label, url=place(name, letter, item)
    )


def place(name: str, letter: OutgoingLetter, item: WorkItem | None) -> str:
    """Give the address of an act. Acts on a step name the visit they were drawn for: a stale page is told so."""
    if name in ON_THE_LETTER:
        return reverse(f"letters:{name}", args=[letter.pk])
    return reverse(f"letters:{name}", args=[letter.pk, item.pk]) if item else ""


ON_THE_LETTER = frozenset({"edit", "submit", "ask", "take_back", "withdraw", "signing", "call_back"})


class ActsOn:
    """Finds the acts of one person on one letter; ``actor`` stands in already for whom the step belongs to."""

    def __init__(
        self, letter: OutgoingLetter, item: WorkItem | None, actor: Actor, at: datetime, *, findings: int = 0
    ) -> None:
        """Take also how many ``findings`` of the lint must be put right: the format passes them with a reason only."""
        self.letter, self.item, self.actor, self.at = letter, item, actor, at
        self.findings = findings

    def acts(self, *, filed: bool = False) -> Acts:
        """Give all of them; ``filed`` says that the letter lies in a dossier."""
        acts = Acts(main=self._main(filed))
        if any(act.dialog for act in acts.main):
            acts.dialogs.append(asked_about("check_format", self.letter, self.item))
        for name, may, icon, key in SIDE:
            if may(self.actor, self.letter) and (self.item or name in ON_THE_LETTER):
                asked = asked_about(name, self.letter, self.item)
                if name == "send_back":
                    asked = replace(asked, ways=ways_back(self.letter, self.at))
                acts.side.append(Act(label=asked.label, dialog=asked.id, icon=icon, key=key))
                acts.dialogs.append(asked)
        if policies.may_take_back(self.actor, self.letter):
            confirm = _("Take the letter back to your step?")
            acts.side.append(
                Act(label=_("Take back"), url=self._at("take_back"), icon="undo", confirm=confirm)
            )
        return acts

    def _main(self, filed: bool) -> list[Act]:
        status = LetterStatus(self.letter.status)
        if status == LetterStatus.DRAFT:
            return self._draft()
        if status == LetterStatus.OPINIONS:
            return self._opinion()
        if status == LetterStatus.APPROVAL:
            return self._approval()
        if status in {LetterStatus.SIGNING, LetterStatus.NUMBERED}:
            return [Act(label=_("See the progress"), url=self._at("signing"), icon="next", method="get")]
        if status == LetterStatus.ISSUED and (filed or not self.item):
            return []
        main = self._single(status)
        return [main] if main else []

    def _single(self, status: LetterStatus) -> Act | None:
        """Give the one act of the steps that have just one."""
        actor, letter = self.actor, self.letter
        if status == LetterStatus.CONTENT_CHECK:
            may = policies.may_check_content(actor, letter)
            return self._primary(
                _("Content is right"), may, "check_content", icon="done", key="d", method="post"
            )
        if status == LetterStatus.FORMAT_CHECK:
            may = policies.may_check_format(actor, letter)
            asks = asked_about("check_format", letter, self.item).id if may and self.findings else ""
            return self._primary(
                _("Format is right"), may, "check_format", icon="done", key="d", method="post", dialog=asks
            )
        if status == LetterStatus.SIGNATURE:
            may = policies.may_sign(actor, letter, self.at)
            return self._primary(_("Sign"), may, "sign", icon="pen", key="k", after_reading=True)
        if status == LetterStatus.COSIGNATURE and self.item:
            may = policies.may_cosign(actor, letter)
            return self._primary(_("Sign"), may, "cosign", icon="pen", key="k", after_reading=True)
        if status == LetterStatus.SIGNED:
            may = policies.may_number(actor, letter)
            return self._primary(_("Give number and seal"), may, "seal", icon="seal", key="k")
        if status == LetterStatus.ISSUED:
            may = policies.may_file(actor, letter)
            return self._primary(_("File into a dossier"), may, "file", icon="folder", key="h")
        return None

    def _draft(self) -> list[Act]:
        may = policies.may_edit(self.actor, self.letter)
        go_on = self._primary(_("Go on drafting"), may, "edit", icon="draft", key="s")
        if not may:
            return [go_on]
        ahead = reverse("routes:letter", args=[self.letter.pk])
        return [
            go_on,
            Act(label=_("Submit"), url=self._at("submit"), icon="send", key="g"),
            Act(label=_("Ask for opinions"), url=self._at("ask"), icon="people", method="get"),
            Act(label=_("Who gets it"), url=ahead, icon="next", method="get"),
            *self._jointly(),
        ]

    def _jointly(self) -> list[Act]:
        """Offer to issue the letter together with another organisation, while nobody is asked."""
        if not policies.may_ask_partner(self.actor, self.letter) or queries.cosignature_of(self.letter):
            return []
        url = reverse("letters:ask_partner", args=[self.letter.pk])
        return [Act(label=_("Issue jointly"), url=url, icon="people", method="get")]

    def _opinion(self) -> list[Act]:
        """Whoever was asked gives the opinion; nobody else has anything to do meanwhile."""
        if self.item is None or self.item.about_key is None:
            return []
        return [self._primary(_("Give opinion"), permit(), "give_opinion", icon="pen", key="k")]

    def _approval(self) -> list[Act]:
        """Signer: approve and sign at once, or sign later. The head, when another signs: approve."""
        may = policies.may_approve(self.actor, self.letter)
        both = self._primary(_("Approve and sign"), may, "sign", icon="pen", key="k", after_reading=True)
        if not may or not self.item:
            return [both]
        approve = self._primary(_("Approve"), may, "approve", icon="done", key="k", method="post")
        approve = replace(approve, name="sha256", value=self.letter.prepared_sha256)
        if not policies.may_approve_and_sign(self.actor, self.letter, self.at):
            return [approve]
        return [both, replace(approve, label=_("Approve, sign later"), kind="plain", key="")]

    def _primary(
        self, label: Promise | str, may: Verdict, name: str, *, method: str = "get", **more: Any
    ) -> Act:
        open_to = (
            may
            if not may or place(name, self.letter, self.item)
            else refuse(StepIsNotYours(holder=self._holder()))
        )
        return Act(label=label, may=open_to, url=self._at(name), kind="primary", method=method, **more)

    def _holder(self) -> str:
        return str(self.letter.signer_post.person) if self.letter.signer_post else ""

    def _at(self, name: str) -> str:
        return place(name, self.letter, self.item)


def ways_back(letter: OutgoingLetter, at: datetime) -> tuple[tuple[str, str | Promise], ...]:
    """Give where the letter can be returned to: where its route says first, then its drafter and every step passed."""
    route = stages.route_of(letter)
    passed = stages.passed_stages(letter, route, at)
    ways: list[tuple[str, str | Promise]] = [(DRAFT, _("the drafter"))]
    ways += [(stage.key, stage.name) for stage in passed]
    here = route.stage(letter.stage) if letter.stage else route.stages[-1]
    return tuple(sorted(ways, key=lambda way: way[0] != here.returns_to))


def _may_pass_up(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Nobody stands above the head, so no button is offered there."""
    return permit_if(not actor.has_duty(Duty.HEAD), otherwise=NobodyIsAbove) and policies.may_pass_up(
        actor, letter
    )


SIDE: tuple[tuple[str, Callable[[Actor, OutgoingLetter], Verdict], str, str], ...] = (
    ("send_back", policies.may_send_back, "ret", "t"),
    ("pass_up", _may_pass_up, "up", ""),
    ("decline", policies.may_decline_cosigning, "ret", "t"),
    ("call_back", policies.may_call_back, "ret", ""),
    ("refuse", policies.may_refuse, "x", ""),
    ("withdraw", policies.may_withdraw, "x", ""),
)
