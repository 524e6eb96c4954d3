"""Two offices and a letter issued with real bytes, to look at the screens of sending and of the intake with."""

from __future__ import annotations

import pytest
from django.test import Client

from organisation.models import Post
from tests import cast as people
from tests.cast import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()


def client_of(post: Post) -> Client:
    """Sign ``post`` in, in English."""
    post.person.language = "en"
    post.person.save(update_fields=["language"])
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client
