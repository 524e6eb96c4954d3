"""What the papers claim exists."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from tests.architecture.source import PACKAGES, ROOT

COMPLIANCE = (ROOT / "docs" / "compliance.md").read_text(encoding="utf-8")
ROWS = [
    line
    for line in COMPLIANCE.splitlines()
    if line.startswith("| ") and not line.startswith(("| duty", "|---"))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:50])
def test_a_duty_names_an_existing_place_or_says_absent(row: str) -> None:
    place = row.split("|")[2].strip()
    if place == "absent":
        return
    paths = re.findall(r"`([^`]+)`", place)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_path_in_the_architecture_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    named = re.findall(
        r"`((?:lib|audit|jobs|organisation|files|search|notices|signing|archive|dispatch|ui|workflow|web|config|tests)/[\w./]+)`",
        text,
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model for model in apps.get_models() if model._meta.app_label in PACKAGES]
    assert [model._meta.label for model in ours if not re.search(rf"\b{model.__name__}\b", glossary)] == []
