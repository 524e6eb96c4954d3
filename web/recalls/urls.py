"""Addresses of recalls."""

from __future__ import annotations

from django.urls import path

from web.recalls import views

app_name = "recalls"
urlpatterns = [
    path("", views.recalls, name="list"),
    path("<int:pk>/", views.answer, name="answer"),
    path("receivers/<int:pk>/", views.note, name="note"),
]
