"""The look of the letter, page by page."""

from __future__ import annotations

import pytest

from tests.print.letters import GOLDEN, laid_out
from tests.print.looks import assert_looks_as_before


@pytest.mark.parametrize("name", GOLDEN)
def test_the_pages_look_as_they_did(name: str) -> None:
    assert_looks_as_before(name, laid_out(GOLDEN[name]).pdf)
