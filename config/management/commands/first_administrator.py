"""Found the first organisation of an empty office and its administrator, who creates everybody else."""

from __future__ import annotations

import getpass
import secrets
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lib.calendar import local_day
from organisation.enums import Duty, FormatProfile
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.operations import naming, staffing


@dataclass(frozen=True)
class Question:
    """One thing the command has to know: its option, what it is called, and what stands there unasked."""

    name: str
    text: str
    default: str = ""
    may_be_empty: bool = False


QUESTIONS: Final = (
    Question("code", "Short code of the organisation, never changed (such as SNV)"),
    Question("name", "Its name as it stands on letters (such as SỞ NỘI VỤ)"),
    Question("symbol", "Its symbol in letter numbers (such as SNV)"),
    Question("superior", "The organisation above it, as on letters; may be empty", may_be_empty=True),
    Question("place", "The place in the date line (such as Hưng Sơn)"),
    Question("profile", "Layout of its letters: state or party", default=FormatProfile.STATE.value),
    Question("head-title", "Title of its head (such as Giám đốc)", default="Giám đốc"),
    Question("full-name", "Full name of the administrator"),
    Question("username", "Name the administrator signs in with", default="admin"),
)


class Command(BaseCommand):
    """Asks at the terminal what the options leave open. Does nothing where an organisation exists already."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an answer for each question."""
        for question in QUESTIONS:
            parser.add_argument(f"--{question.name}", help=question.text)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask, check, create; say the password once where nobody could type one."""
        if Organisation.objects.exists():
            self.stdout.write("This office has its organisation already.")
            return
        answers = {question.name: self._answer(question, options) for question in QUESTIONS}
        if answers["profile"] not in FormatProfile.values:
            raise CommandError(f"The layout is 'state' or 'party', not '{answers['profile']}'.")
        typed = _typed_password() if sys.stdin.isatty() else ""
        password = typed or secrets.token_urlsafe(12)
        create(answers, password, at=timezone.now())
        self.stdout.write(f"{answers['full-name']} signs in as {answers['username']}.")
        if not typed:
            self.stdout.write(f"The password, shown only now: {password}")

    def _answer(self, question: Question, options: dict[str, Any]) -> str:
        given = options[question.name.replace("-", "_")]
        if given is None and sys.stdin.isatty():
            hint = f" [{question.default}]" if question.default else ""
            given = input(f"{question.text}{hint}: ")
        answer = (given or "").strip() or question.default
        if not answer and not question.may_be_empty:
            raise CommandError(f"Say --{question.name}, or run this at a terminal. {question.text}.")
        return answer


def _typed_password() -> str:
    while True:
        password = getpass.getpass("Password: ")
        try:
            validate_password(password)
        except ValidationError as problem:
            sys.stderr.write(" ".join(problem.messages) + "\n")
            continue
        if getpass.getpass("Once more: ") == password:
            return password
        sys.stderr.write("They differ.\n")


@transaction.atomic
def create(answers: dict[str, str], password: str, *, at: datetime) -> None:
    """Found the organisation and take on its administrator, all or nothing."""
    since = date(local_day(at).year, 1, 1)
    organisation = naming.found(code=answers["code"], at=at)
    system = Actor.system(organisation, "set-up")
    values = {name: answers[name] for name in ("name", "symbol", "superior", "place")}
    values |= {"format_profile": answers["profile"], "head_title": answers["head-title"]}
    naming.rename(organisation=organisation, since=since, values=values, by=system, at=at)
    unit = staffing.open_unit(
        organisation=organisation, name="Văn phòng", symbol="VP", since=since, position=1, by=system, at=at
    )
    person = staffing.take_on(
        organisation=organisation,
        username=answers["username"],
        full_name=answers["full-name"],
        password=password,
        by=system,
        at=at,
    )
    staffing.appoint(
        person=person,
        unit=unit,
        title="Quản trị hệ thống",
        duties=[Duty.ADMINISTRATOR],
        protocol_order=1000,
        since=since,
        by=system,
        at=at,
    )
