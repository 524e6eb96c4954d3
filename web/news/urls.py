"""Addresses of the news."""

from __future__ import annotations

from django.urls import path

from web.news import mail, views

app_name = "news"
urlpatterns = [
    path("mail/", mail.choice, name="mail"),
    path("", views.news, name="list"),
    path("seen/", views.seen, name="seen"),
]
