"""What the certificates of a file's signatures add to what its pages say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dispatch.reading.findings import Finding
from dispatch.reading.proposing import plain

_PERSON = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
_SURE_BOTH, _SURE_ALONE = 99, 90


def of_signers(found: Sequence[Finding], signers: Sequence[tuple[str, str]]) -> list[Finding]:
    """Give ``found`` with the signer's name from the certificate, and surer where page and certificate agree.

    ``signers`` are name and organisation of each valid signature, first to last: the person before the seal.
    """
    result = list(found)
    people = [
        name
        for name, organisation in signers
        if _PERSON.fullmatch(name) and plain(name) != plain(organisation)
    ]
    if people:
        result = _named(result, people[0])
    offices = {plain(office) for _name, office in signers if office}
    return [
        replace(one, sure=_SURE_BOTH) if one.field == "issuer" and plain(one.value) in offices else one
        for one in result
    ]


def _named(found: list[Finding], name: str) -> list[Finding]:
    for place, one in enumerate(found):
        if one.field == "signer":
            same = plain(one.value) == plain(name)
            found[place] = replace(one, value=name, sure=_SURE_BOTH if same else _SURE_ALONE)
            return found
    return [*found, Finding("signer", name, _SURE_ALONE)]
