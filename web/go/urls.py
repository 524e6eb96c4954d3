"""Addresses that survive: a kind of thing and its key."""

from __future__ import annotations

from django.urls import path

from web.go import views

app_name = "go"
urlpatterns = [path("<slug:kind>/<str:key>", views.go, name="to")]
