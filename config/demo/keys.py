"""Give the demo office its keys: a demonstration authority in a folder, and its certificates registered."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings

from config.demo import cast
from files.enums import FileRole
from files.operations import storing
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from signing.operations import certificates
from signing.pki import writing


def write(offices: tuple[cast.Office, ...], *, at: datetime) -> None:
    """Write the authority with a key for everyone who signs and for each seal, and trust its root."""
    people = [(m.username, m.full_name) for office in offices for m in office.members if _signs(m)]
    seals = [(office.code.lower(), office.periods[-1][1]["name"]) for office in offices]
    writing.write_demo_pki(settings.PKI_DIR, settings.PKI_URL, at=at, people=people, seals=seals)
    settings.TRUST_ROOTS_DIR.mkdir(parents=True, exist_ok=True)
    found = settings.PKI_DIR / "certificates"
    shutil.copy(found / "root.cert.pem", settings.TRUST_ROOTS_DIR / "demo-root.pem")
    shutil.copy(found / "issuing.cert.pem", settings.TRUST_ROOTS_DIR / "demo-issuing.chain")


def register(
    office: cast.Office, organisation: Organisation, posts: dict[str, Post], *, at: datetime
) -> None:
    """Register the certificates of those who sign, and of the seal, each with its picture."""
    administrator = Actor.system(organisation, "demo")
    for member in office.members:
        if _signs(member):
            _register(member.username, administrator, at, posts[member.username])
    _register(office.code.lower(), administrator, at, None)


def _signs(member: cast.Member) -> bool:
    """Say whether somebody has a key: who signs letters, and who signs the records of transfers to the archive."""
    return member.authority is not None or member.username in cast.SIGN_RECORDS


def _register(slug: str, by: Actor, at: datetime, post: Post | None) -> None:
    folder: Path = settings.PKI_DIR
    picture = storing.store(
        by=by,
        at=at,
        content=(folder / "pictures" / f"{slug}.png").read_bytes(),
        name=f"{slug}.png",
        role=FileRole.PICTURE,
    )
    certificates.register(
        by=by,
        at=at,
        registration=certificates.Registration(
            pem=(folder / "certificates" / f"{slug}.cert.pem").read_bytes(),
            key_reference=f"file:keys/{slug}.key.pem",
            person=post.person if post else None,
            picture=picture,
        ),
    )
