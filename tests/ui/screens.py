"""Screens that exist only here, to try the frame with."""

from __future__ import annotations

import json
import time
from io import BytesIO
from typing import Any

import pikepdf
from django import forms
from django.http import HttpResponse
from django.urls import include, path

from lib.refusal import Refusal
from lib.refusal import refuse as refuse_verdict
from ui.paging import paginate
from ui.request import OfficeRequest
from ui.rows import LetterRow
from ui.screens import answer_json, render, screen

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


class Draft(forms.Form):
    subject = forms.CharField()
    body = forms.CharField(widget=forms.Textarea, required=False)


class Way(forms.Form):
    channel = forms.ChoiceField(choices=[("post", "By post"), ("mail", "By mail")])
    address = forms.CharField(widget=forms.TextInput(attrs={"data-only": "channel=post"}))
    email = forms.CharField(widget=forms.TextInput(attrs={"data-only": "channel=mail"}))


@screen()
def ways(request: OfficeRequest) -> HttpResponse:
    return render(request, "try/ways.html", {"form": Way()})


SAVED: list[dict[str, Any]] = []
SENT: list[str] = []


@screen()
def desk(request: OfficeRequest) -> HttpResponse:
    may = refuse_verdict(NumberAlreadyTaken(number=7))
    rows = [LetterRow(url=f"/letters/{n}/", title=f"Letter {n}", meta_code=f"No {n}") for n in (1, 2, 3)]
    form = Draft(initial={"subject": "First", "body": "One line"})
    return render(request, "try/desk.html", {"form": form, "rows": rows, "may": may})


@screen(methods=("POST",))
def autosave(request: OfficeRequest) -> HttpResponse:
    said = json.loads(request.body)
    if said["version"] != str(len(SAVED) + 1):
        raise NumberAlreadyTaken(number=said["version"])
    SAVED.append(said["fields"])
    return answer_json({"version": str(len(SAVED) + 1), "saved_at": "07:10"})


@screen(methods=("POST",))
def send(request: OfficeRequest) -> HttpResponse:
    SENT.append(request.POST.get("subject", ""))
    time.sleep(0.4)  # long enough for an impatient second click
    return HttpResponse("sent")


@screen()
def paper(request: OfficeRequest) -> HttpResponse:
    return HttpResponse(two_pages(), content_type="application/pdf")


def two_pages() -> bytes:
    pdf, out = pikepdf.new(), BytesIO()
    for _page in range(2):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(out)
    return out.getvalue()


urlpatterns = [
    path("desk/", desk, name="desk"),
    path("ways/", ways, name="ways"),
    path("autosave/", autosave, name="autosave"),
    path("send/", send, name="send"),
    path("paper.pdf", paper, name="paper"),
    path("", home, name="home"),
    path("refuse/", refuse, name="refuse"),
    path("open/", open_to_all, name="open"),
    path("who/", who, name="who"),
    path("account/", include("web.account.urls")),
    path("", include("ui.urls")),
]
handler403 = "ui.errors.forbidden"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.broken"
