"""What of the areas stands in the side bar and under the thumb; joined by ``config/wiring.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dispatch import policies
from ui.navigation import Item
from web.board.views import reads_board
from web.catalogue.navigation import waiting as asked_of_archive
from web.custody.navigation import to_answer
from web.inbox.navigation import waiting
from web.intake.tray import arrived
from web.joint.navigation import answers as joins
from web.joint.navigation import waiting as to_join
from web.news.navigation import unseen
from web.recalls.navigation import answers, asked
from web.sending.tray import waits as to_send

if TYPE_CHECKING:
    from datetime import datetime

    from lib.refusal import Verdict
    from organisation.models.actor import Actor


_OUTGOING = (
    "print", "prints", "printing", "paper", "scan", "numbers", "void", "books", "open_year", "open_term", "end_book",
    "close_book", "closing", "freeze_book", "confirm_book",
)  # fmt: skip


def items() -> list[Item]:
    """Give the whole navigation in its order."""
    return [
        Item("inbox:list", _("Inbox"), "inbox", phone=True, count=waiting, also=("inbox",)),
        Item("tray:list", _("Tray"), "pen", policy=_has_a_tray, also=("tray",)),
        Item("news:list", _("News"), "bell", count=unseen, also=("news",)),
        Item("incoming:list", _("Incoming letters"), "in", also=("incoming",)),
        Item("board:board", _("Board"), "board", policy=reads_board, also=("board",)),
        Item("letters:list", _("Outgoing letters"), "draft", phone=True, also=("letters",)),
        *_of_the_registry(),
        Item("dossiers:list", _("Dossiers"), "folder", "office", phone=True, also=("dossiers",)),
        Item(
            "catalogue:home", _("Catalogue"), "archive", "office", count=asked_of_archive, also=("catalogue",)
        ),
        _TRANSFERS,
        Item("search:find", _("Search"), "search", "office", phone=True, also=("search",)),
        Item("organisation:office", _("Organisation"), "people", "office", also=("organisation", "routes")),
        Item("verify:file", _("Check a file"), "valid", "office", also=("verify",)),
    ]


_TRANSFERS = Item(
    "custody:transfers", _("Archive transfers"), "save", "office", count=to_answer, also=("custody",)
)


def _of_the_registry() -> list[Item]:
    return [
        Item(
            "registers:outgoing",
            _("Outgoing register"),
            "out",
            "registry",
            policy=_reads_registers,
            also=tuple(f"registers:{name}" for name in _OUTGOING),
        ),
        Item(
            "registers:incoming",
            _("Incoming register"),
            "book",
            "registry",
            policy=_reads_registers,
            also=("registers:print_incoming",),
        ),
        Item("recalls:list", _("Recalls"), "ret", "registry", policy=answers, count=asked, also=("recalls",)),
        Item(
            "joint:list",
            _("Joint letters"),
            "people",
            "registry",
            policy=joins,
            count=to_join,
            also=("joint",),
        ),
        Item(
            "sending:tray",
            _("Sending"),
            "send",
            "registry",
            policy=_sends,
            count=to_send,
            also=("sending",),
        ),
        Item(
            "intake:tray",
            _("Intake"),
            "scan",
            "registry",
            policy=_reads_intake,
            count=arrived,
            also=("intake",),
        ),
        Item(
            "copies:list", _("Certified copies"), "copy", "registry", policy=_reads_copies, also=("copies",)
        ),
    ]


def _has_a_tray(actor: Actor, at: datetime) -> Verdict:
    return policies.may_keep_a_tray(actor)


def _reads_copies(actor: Actor, at: datetime) -> Verdict:
    return policies.may_read_copies(actor)


def _reads_registers(actor: Actor, at: datetime) -> Verdict:
    return policies.may_read_registers(actor)


def _sends(actor: Actor, at: datetime) -> Verdict:
    return policies.may_keep_directory(actor)


def _reads_intake(actor: Actor, at: datetime) -> Verdict:
    return policies.may_read_intake(actor)
