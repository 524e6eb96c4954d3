"""Addresses of letters. Acts on a step carry the key of that visit, so a stale page is answered with who and when."""

from __future__ import annotations

from django.urls import path, re_path

from web.letters import (
    after_issue,
    comparing,
    composing,
    files,
    filing,
    flow,
    importing,
    linting,
    listing,
    moves,
    reading,
    signing,
)

app_name = "letters"
urlpatterns = [
    path("", listing.letters, name="list"),
    path("new/", composing.new, name="new"),
    path("procedure.bpmn", flow.drawing_bpmn, name="flow_bpmn"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/edit/", composing.edit, name="edit"),
    path("<int:pk>/autosave/", composing.autosave, name="autosave"),
    path("<int:pk>/import/", importing.read, name="import"),
    path("<int:pk>/import/take/", importing.take, name="import_take"),
    path("<int:pk>/findings/", linting.findings, name="findings"),
    path("<int:pk>/preview/", composing.preview, name="preview"),
    path("<int:pk>/preview/<int:rendering>.pdf", composing.preview_file, name="preview_file"),
    path("<int:pk>/versions/<int:number>/", composing.version, name="version"),
    path("<int:pk>/versions/<int:number>/restore/", composing.restore, name="restore"),
    path("<int:pk>/compare/", comparing.pick, name="compare_pick"),
    path("<int:pk>/compare/<int:older>/<int:newer>/", comparing.compare, name="compare"),
    path("<int:pk>/compare/<int:older>/<int:newer>/pages/", comparing.pages, name="compare_pages"),
    re_path(
        r"^(?P<pk>\d+)/compared/(?P<key>\d+)/(?P<number>\d+)-(?P<side>before|after)\.png$",
        comparing.picture,
        name="compared_picture",
    ),
    path("<int:pk>/attachments/", files.attach, name="attach"),
    path("<int:pk>/attachments/<int:key>/", files.attachment, name="attachment"),
    path("<int:pk>/attachments/<int:key>/remove/", files.detach, name="detach"),
    path("<int:pk>/files/<slug:sha256>.pdf", files.current_file, name="current_file"),
    path("<int:pk>/procedure/", flow.drawing, name="flow"),
    path("<int:pk>/procedure.svg", flow.drawing_svg, name="flow_svg"),
    path("<int:pk>/submit/", moves.submit, name="submit"),
    path("<int:pk>/take-back/", moves.take_back, name="take_back"),
    path("<int:pk>/correct/", after_issue.correct, name="correct"),
    path("<int:pk>/replace/", after_issue.replace, name="replace"),
    path("<int:pk>/recall/", after_issue.recall, name="recall"),
    path("<int:pk>/recall/stop/", after_issue.stop_recall, name="stop_recall"),
    path("<int:pk>/withdraw/", moves.withdraw, name="withdraw"),
    path("<int:pk>/signing/", signing.progress, name="signing"),
    path("<int:pk>/pin/", signing.pin, name="pin"),
    path("<int:pk>/steps/<int:item>/check-content/", moves.check_content, name="check_content"),
    path("<int:pk>/steps/<int:item>/check-format/", moves.check_format, name="check_format"),
    path("<int:pk>/steps/<int:item>/approve/", moves.approve, name="approve"),
    path("<int:pk>/steps/<int:item>/send-back/", moves.send_back, name="send_back"),
    path("<int:pk>/steps/<int:item>/refuse/", moves.refuse, name="refuse"),
    path("<int:pk>/steps/<int:item>/sign/", signing.sign, name="sign"),
    path("<int:pk>/steps/<int:item>/seal/", signing.seal, name="seal"),
    path("<int:pk>/steps/<int:item>/file/", filing.file, name="file"),
]
