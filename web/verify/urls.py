"""Addresses. The first is for people of the office, the second is what QR codes lead to."""

from __future__ import annotations

from django.urls import path

from web.verify import fetching, foreign, public

app_name = "verify"
urlpatterns = [
    path("file/", foreign.file, name="file"),
    path("<str:token>", public.letter, name="letter"),
    path("<str:token>/file/<str:key>", fetching.fetch, name="fetch"),
]
