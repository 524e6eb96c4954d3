"""Addresses of the news."""

from __future__ import annotations

from django.urls import path

from web.news import views

app_name = "news"
urlpatterns = [path("", views.news, name="list"), path("seen/", views.seen, name="seen")]
