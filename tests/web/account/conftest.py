"""An office to sign in to."""

from __future__ import annotations

import pytest

from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
