"""Addresses. Questions and filters stand in the address, so an answer can be kept and sent on."""

from __future__ import annotations

from django.urls import path

from web.search import views

app_name = "search"
urlpatterns = [path("", views.find, name="find")]
