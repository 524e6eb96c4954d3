"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.routes import ahead, drawing, exchanging, publishing, reading, stages, standing

app_name = "routes"
urlpatterns = [
    path("", reading.routes, name="list"),
    path("new/", drawing.begin, name="new"),
    path("under-way/", standing.under_way, name="under_way"),
    path("<int:pk>/", drawing.route, name="route"),
    path("<int:pk>/describe/", drawing.describe, name="describe"),
    path("<int:pk>/stages/add/", stages.add, name="add_stage"),
    path("<int:pk>/stages/<str:key>/", stages.change, name="stage"),
    path("<int:pk>/stages/<str:key>/move/", stages.move, name="move_stage"),
    path("<int:pk>/stages/<str:key>/remove/", stages.remove, name="remove_stage"),
    path("<int:pk>/preview/", ahead.preview, name="preview"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/retire/", publishing.retire, name="retire"),
    path("<int:pk>/take-up/", publishing.take_up, name="take_up"),
    path("<int:pk>/versions/<int:number>/", reading.version, name="version"),
    path("<int:pk>/compare/", reading.compare, name="compare"),
    path("<int:pk>/bpmn/", exchanging.download, name="bpmn"),
    path("<int:pk>/svg/", exchanging.picture, name="svg"),
    path("<int:pk>/upload/", exchanging.upload, name="upload"),
    path("letters/<int:pk>/", ahead.letter, name="letter"),
    path("letters/<int:pk>/move/", ahead.move, name="move_letter"),
]
