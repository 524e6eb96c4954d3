"""Whose address the log gets when a proxy stands in front."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.core.signals import request_started
from django.test import RequestFactory

import config.wsgi

CALLER, PROXY = "203.0.113.7", "172.30.94.3"


def address_seen(came_from: str) -> str:
    seen: list[str] = []

    def note(environ: dict[str, Any], **_kwargs: Any) -> None:
        seen.append(environ["REMOTE_ADDR"])

    request_started.connect(note)
    try:
        asked = RequestFactory().get("/healthz", REMOTE_ADDR=came_from, HTTP_X_FORWARDED_FOR=CALLER)
        list(config.wsgi.application(asked.environ, lambda *_args: None))
    finally:
        request_started.disconnect(note)
    return seen[0]


@pytest.mark.django_db
def test_a_trusted_proxy_is_believed_and_nobody_else(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["172.30.94.0/24"]
    importlib.reload(config.wsgi)
    assert address_seen(PROXY) == CALLER
    assert address_seen("198.51.100.1") == "198.51.100.1"


@pytest.mark.django_db
def test_without_a_proxy_nobody_is_believed(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    importlib.reload(config.wsgi)
    assert address_seen(PROXY) == PROXY
