"""Every test of letters has the whole cast at hand."""

from __future__ import annotations

import pytest

from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()
