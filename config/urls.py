"""Addresses. Each area of ``web`` brings its own; nothing is public but sign-in, health and the verify page."""

from __future__ import annotations

from django.urls import include, path

AREAS = {
    "": "web.home.urls",
    "account/": "web.account.urls",
    "inbox/": "web.inbox.urls",
    "tray/": "web.tray.urls",
    "news/": "web.news.urls",
    "letters/": "web.letters.urls",
    "recalls/": "web.recalls.urls",
    "joint/": "web.joint.urls",
    "registers/": "web.registers.urls",
    "copies/": "web.copies.urls",
    "sending/": "web.sending.urls",
    "intake/": "web.intake.urls",
    "incoming/": "web.incoming.urls",
    "board/": "web.board.urls",
    "dossiers/": "web.dossiers.urls",
    "catalogue/": "web.catalogue.urls",
    "transfers/": "web.custody.urls",
    "search/": "web.search.urls",
    "organisation/": "web.organisation.urls",
    "routes/": "web.routes.urls",
    "verify/": "web.verify.urls",
    "go/": "web.go.urls",
}

urlpatterns = [
    path("", include("ui.urls")),
    *[path(prefix, include(module)) for prefix, module in AREAS.items()],
]

handler403 = "ui.errors.forbidden"
handler404 = "ui.errors.not_found"
handler500 = "ui.errors.broken"
