"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.incoming import acts, directing, keeping, listing, printing, reading

app_name = "incoming"
urlpatterns = [
    path("", listing.letters, name="list"),
    path("phrases/", keeping.phrases, name="phrases"),
    path("phrases/<int:key>/retire/", keeping.retire, name="retire_phrase"),
    path("rules/", keeping.rules, name="rules"),
    path("<int:pk>/", reading.letter, name="letter"),
    path("<int:pk>/files/<slug:sha256>", reading.file, name="file"),
    path("<int:pk>/print/<slug:form>/", printing.ask, name="print"),
    path("prints/<slug:key>/", printing.progress, name="printing"),
    path("prints/<slug:key>/file/", printing.file, name="printed"),
    path("<int:pk>/way/", reading.way, name="way"),
    path("<int:pk>/propose/", directing.propose, name="propose"),
    path("<int:pk>/direct/", directing.direct, name="direct"),
    path("<int:pk>/transfer/", directing.transfer, name="transfer"),
    path("<int:pk>/paper/", directing.on_paper, name="on_paper"),
    path("<int:pk>/settle/", acts.settle, name="settle"),
    path("<int:pk>/another-proposal/", acts.to_chief, name="to_chief"),
    path("<int:pk>/take-back/", acts.take_back, name="take_back"),
    path("<int:pk>/confirm/", acts.confirm, name="confirm"),
    path("<int:pk>/send-back/", acts.send_back, name="send_back"),
    path("<int:pk>/reply/", acts.reply, name="reply"),
    path("<int:pk>/file/", acts.file_letter, name="file_letter"),
    path("parts/<int:key>/give-on/", directing.give_on, name="give_on"),
    path("parts/<int:key>/accept/", acts.accept, name="accept"),
    path("parts/<int:key>/progress/", acts.progress, name="progress"),
    path("parts/<int:key>/report/", acts.report, name="report"),
    path("parts/<int:key>/hand-back/", acts.hand_back, name="hand_back"),
    path("parts/<int:key>/accept-report/", acts.accept_report, name="accept_report"),
    path("parts/<int:key>/send-back/", acts.send_back_report, name="send_back_report"),
    path("parts/<int:key>/take-away/", acts.take_away, name="take_away"),
    path("parts/<int:key>/release/", acts.release, name="release"),
    path("parts/<int:key>/more-time/", acts.ask_for_time, name="ask_for_time"),
    path("parts/<int:key>/stop-clock/", acts.pause, name="pause"),
    path("parts/<int:key>/run-clock/", acts.resume, name="resume"),
    path("parts/<int:key>/ask/", acts.ask_opinion, name="ask_opinion"),
    path("wishes/<int:key>/", acts.decide_extension, name="decide_extension"),
    path("questions/<int:key>/", acts.answer, name="answer"),
    path("questions/<int:key>/over/", acts.no_longer, name="no_longer"),
]
