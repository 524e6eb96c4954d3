"""Answers for the demonstration authority on the loopback address: OCSP, revocation lists, timestamps."""

from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from certomancer.integrations import aiohttp_animator
from certomancer.registry import ArchLabel

from signing.pki import architecture, writing


def _whole_seconds() -> datetime:
    # Fractions of a second are not allowed in OCSP answers (RFC 5280, 4.1.2.5.2); NSS refuses them.
    return datetime.now(tz=UTC).replace(microsecond=0)


def application(folder: Path, plan: architecture.Plan) -> web.Application:
    """The web application that answers for the authority in `folder`."""
    aiohttp_animator._now = _whole_seconds  # type: ignore[attr-defined]
    label = ArchLabel(architecture.AUTHORITY)
    authority = writing.load_config(folder, plan).get_pki_arch(label)
    return aiohttp_animator.build_animator_app(
        {label: authority}, with_web_ui=False, allow_time_override=False
    )


def serve(folder: Path, plan: architecture.Plan, port: int) -> None:
    """Serve until told to end; only this machine can reach it."""
    web.run_app(application(folder, plan), host="127.0.0.1", port=port, print=None, access_log=None)
