"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.intake import arrival, book, bringing, doubles, facts, letter, paper, regrouping, tray

app_name = "intake"
urlpatterns = [
    path("", tray.tray, name="tray"),
    path("book/", book.open_book, name="open_book"),
    path("progress/", tray.progress, name="progress"),
    path("seen/<int:pk>/", bringing.seen, name="seen"),
    path("divider.svg", regrouping.divider, name="divider"),
    path("bring/", bringing.bring, name="bring"),
    path("paper/", paper.paper, name="paper"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/facts/", facts.describe, name="describe"),
    path("<int:pk>/reading/", arrival.reading, name="reading"),
    path("<int:pk>/secret/", facts.erase, name="erase"),
    path("<int:pk>/not-secret/", facts.let_go, name="let_go"),
    path("<int:pk>/same/<int:other>/", doubles.compare, name="compare"),
    path("<int:pk>/unlink/", doubles.unlink, name="unlink"),
    path("<int:pk>/regroup/", regrouping.regroup, name="regroup"),
    path("regrouped/<int:pk>/undo/", regrouping.undo, name="undo_regrouping"),
    path("<int:pk>/return/", letter.refuse, name="refuse"),
    path("<int:pk>/correct/", facts.correct, name="correct"),
    path("<int:pk>/strike-out/", paper.strike_out, name="strike_out"),
    path("<int:pk>/scan/", paper.add_scan, name="add_scan"),
    path("<int:pk>/done/", letter.complete, name="complete"),
    path("<int:pk>/pages/<int:number>.png", letter.page, name="page"),
    path("<int:pk>/files/<slug:sha256>", letter.file, name="file"),
]
