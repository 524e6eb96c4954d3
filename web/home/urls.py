"""Addresses outside every area."""

from __future__ import annotations

from django.urls import path

from web.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.health, name="health"),
]
