"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.intake import book, bringing, facts, letter, tray

app_name = "intake"
urlpatterns = [
    path("", tray.tray, name="tray"),
    path("book/", book.open_book, name="open_book"),
    path("bring/", bringing.bring, name="bring"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/facts/", facts.describe, name="describe"),
    path("<int:pk>/return/", letter.refuse, name="refuse"),
    path("<int:pk>/done/", letter.complete, name="complete"),
    path("<int:pk>/pages/<int:number>.png", letter.page, name="page"),
    path("<int:pk>/files/<slug:sha256>", letter.file, name="file"),
]
