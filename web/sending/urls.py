"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.sending import books, directory, letter, settings, tray

app_name = "sending"
urlpatterns = [
    path("", tray.tray, name="tray"),
    path("<int:pk>/", letter.letter, name="letter"),
    path("<int:pk>/send/", letter.send, name="send"),
    path("<int:pk>/close/", letter.close, name="close"),
    path("<int:pk>/recipients/pick/", letter.pick, name="pick"),
    path("<int:pk>/recipients/new/", letter.add, name="add"),
    path("<int:pk>/recipients/<int:key>/", letter.change, name="change"),
    path("<int:pk>/recipients/<int:key>/remove/", letter.remove, name="remove"),
    path("<int:pk>/deliveries/<int:key>/again/", letter.send_again, name="send_again"),
    path("<int:pk>/deliveries/<int:key>/receipt/", letter.receipt, name="receipt"),
    path("<int:pk>/deliveries/<int:key>/failed/", letter.failed, name="failed"),
    path("books/<slug:name>/", books.book, name="book"),
    path("books/<slug:name>/print/", books.print_book, name="print_book"),
    path("prints/<slug:key>/", books.printing, name="printing"),
    path("prints/<slug:key>/file/", books.printed, name="printed"),
    path("copies/", books.copies, name="copies"),
    path("copies/new/", books.lend, name="lend"),
    path("copies/<int:pk>/back/", books.take_back, name="take_back"),
    path("mail/", settings.mail, name="mail"),
    path("directory/", directory.directory, name="directory"),
    path("directory/new/", directory.enter, name="enter"),
    path("directory/<int:pk>/", directory.correct, name="correct"),
    path("directory/<int:pk>/retire/", directory.retire, name="retire"),
    path("groups/new/", directory.new_group, name="new_group"),
    path("groups/<int:pk>/", directory.group, name="group"),
    path("groups/<int:pk>/remove/", directory.remove_group, name="remove_group"),
]
