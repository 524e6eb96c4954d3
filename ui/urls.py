"""The few addresses of the frame itself."""

from __future__ import annotations

from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [
    path("post/", views.choose_post, name="post"),
    path("language/", views.choose_language, name="language"),
]
