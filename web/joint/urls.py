"""Addresses of joint letters at the partner."""

from __future__ import annotations

from django.urls import path

from web.joint import answering, reading

app_name = "joint"
urlpatterns = [
    path("", reading.joint, name="list"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/files/<slug:sha256>.pdf", reading.file, name="file"),
    path("<int:pk>/signer/", answering.signer, name="signer"),
    path("<int:pk>/refuse/", answering.refuse, name="refuse"),
    path("<int:pk>/sign/", answering.sign, name="sign"),
    path("<int:pk>/seal/", answering.seal, name="seal"),
]
