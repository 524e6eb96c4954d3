"""The proofs write as the storms do."""

from tests.storm.conftest import proof as proof
