"""An office to look at screens with, in a frame without the side bar: what that costs is tested with it."""

from __future__ import annotations

import pytest

from tests.web.desk import Desk
from ui import navigation


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(navigation, "_items", [])
    return Desk()
