"""Screens that exist only here, to try the frame with."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path

from lib.refusal import Refusal
from ui.paging import paginate
from ui.request import OfficeRequest
from ui.screens import render, screen

app_name = ""


class NumberAlreadyTaken(Refusal):
    sentence = "Number %(number)s is already taken."


@screen()
def home(request: OfficeRequest) -> HttpResponse:
    return render(request, "try/home.html", {"page": paginate(range(95), request, per_page=40)})


@screen(methods=("POST",))
def refuse(request: OfficeRequest) -> HttpResponse:
    raise NumberAlreadyTaken(number=1244)


@screen(public=True)
def open_to_all(request: OfficeRequest) -> HttpResponse:
    return HttpResponse("stranger" if request.actor is None else str(request.actor.person))


@screen()
def who(request: OfficeRequest) -> HttpResponse:
    standing = f" for {request.actor.represented.person}" if request.actor.represented else ""
    return HttpResponse(f"{request.actor.post.title}{standing}")


urlpatterns = [
    path("", home, name="home"),
    path("refuse/", refuse, name="refuse"),
    path("open/", open_to_all, name="open"),
    path("who/", who, name="who"),
    path("account/", include("allauth.urls")),
    path("", include("ui.urls")),
]
handler403 = "ui.errors.forbidden"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.broken"
