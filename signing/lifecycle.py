"""What may follow what in the life of a signature."""

from collections.abc import Mapping
from types import MappingProxyType

from signing.enums import RequestState as S
from signing.models import SigningRequest

STEPS: Mapping[S, frozenset[S]] = MappingProxyType(
    {
        S.PREPARED: frozenset({S.AUTHORISED, S.FAILED, S.EXPIRED}),
        S.AUTHORISED: frozenset({S.SIGNED, S.PREPARED, S.FAILED}),
        S.SIGNED: frozenset({S.TIMESTAMPED, S.FAILED}),
        S.TIMESTAMPED: frozenset({S.COMPLETED, S.FAILED}),
        S.COMPLETED: frozenset({S.SET_ASIDE}),  # the letter went back: what was signed does not count
        S.FAILED: frozenset(),
        S.EXPIRED: frozenset(),
        S.SET_ASIDE: frozenset(),
    }
)
OPEN = frozenset({S.PREPARED, S.AUTHORISED, S.SIGNED, S.TIMESTAMPED})


def advance(request: SigningRequest, to: S) -> None:
    """Set the next state on the row (not saved); a step the table does not know is a bug."""
    if to not in STEPS[S(request.state)]:
        raise ValueError(f"{request.state} -> {to}")
    request.state = to
