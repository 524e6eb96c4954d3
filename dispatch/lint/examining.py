"""Ask every rule of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.lint.findings import BODY, PARTS, Examined, Finding, Rule
from dispatch.lint.rules import RULES

_FIELDS = (
    "subject",
    "addressees",
    "legal_bases",
    BODY,
    PARTS,
    "recipients",
    "keep_line",
    "signer_post_id",
    "expected_on",
)
MOST_OF_A_RULE = 20  # a pasted text that breaks one rule everywhere says so often enough


def examine(examined: Examined) -> list[Finding]:
    """Give what the rules of the letter's regime find, in the order of the form, the grave first within a field.

    Pure: equal letters on equal days have equal findings. At most 20 findings of one rule are given.
    """
    found = [one for rule in RULES if rule.article(examined.profile) for one in _asked(rule, examined)]
    return sorted(found, key=_order)


def _asked(rule: Rule, examined: Examined) -> Iterator[Finding]:
    for number, found in enumerate(rule.check(examined)):
        if number == MOST_OF_A_RULE:
            return
        sentence = str(rule.sentence) % {"quoted": found.quoted, **found.facts}
        article = rule.article(examined.profile)
        yield Finding(rule.code, rule.severity, found.place, found.quoted, sentence, article)


def _order(finding: Finding) -> tuple[int, int, tuple[int, ...], bool, int]:
    place = finding.place
    return _FIELDS.index(place.field), place.line or 0, place.path, not finding.is_must, place.start
