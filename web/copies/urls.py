"""Addresses of certified copies."""

from __future__ import annotations

from django.urls import path

from web.copies import making, reading, signing

app_name = "copies"
urlpatterns = [
    path("", reading.register, name="list"),
    path("new/", making.new, name="new"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/file.pdf", reading.file, name="file"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("<int:pk>/void/", signing.void, name="void"),
]
