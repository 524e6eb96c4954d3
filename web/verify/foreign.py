"""A fresh verdict on any file, for people of the office. The file is judged in a closed child and not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from dispatch.queries import by_issued_bytes, public_facts
from signing.operations.judging import judge_bytes
from signing.queries import trust_roots
from ui.screens import render, screen
from web.verify import limits, uploads

if TYPE_CHECKING:
    from dispatch.queries import PublicFacts
    from signing.judging.results import Verdict
    from ui.request import OfficeRequest

FILES_A_MINUTE: Final = 10


@csrf_exempt
def file(request: HttpRequest) -> HttpResponse:
    """Set how the upload is taken before anything reads it, then check the form's token as everywhere else."""
    if not request.user.is_authenticated:  # before a stranger's bytes are read for the form's token
        return redirect_to_login(request.get_full_path())
    request.upload_handlers = [uploads.MemoryHandler(request, most=settings.MAX_UPLOAD_BYTES)]
    return _file(request)


@csrf_protect
@screen(methods=("GET", "POST"))
def _file(request: OfficeRequest) -> HttpResponse:
    """Ask for a file and say what its signatures are worth."""
    if request.method == "GET":
        return _page(request)
    handler = request.upload_handlers[0]
    sent = request.FILES.get("file")
    if isinstance(handler, uploads.MemoryHandler) and handler.too_large:
        megabytes = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        return _page(
            request,
            trouble=_("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes},
            status=413,
        )
    if sent is None or not sent.size:
        return _page(request, trouble=_("Choose the file first."), status=422)
    if not limits.within("verify-judge", str(request.user.pk), most=FILES_A_MINUTE, at=request.at):
        return _page(
            request, trouble=_("Too many files in one minute. Wait a little and try again."), status=429
        )
    verdict = judge_bytes(sent.read(), trust_roots(), at=request.at)
    known = by_issued_bytes(verdict.file_sha256)
    facts = public_facts(known) if known else None
    return _page(request, verdict=verdict, name=sent.name or "", facts=facts)


def _page(
    request: OfficeRequest,
    *,
    verdict: Verdict | None = None,
    name: str = "",
    facts: PublicFacts | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"verdict": verdict, "name": name, "facts": facts, "trouble": trouble}
    context["most_bytes"] = settings.MAX_UPLOAD_BYTES
    return render(request, "verify/file.html", context, status=status)


file.is_screen, file.is_public = True, False  # type: ignore[attr-defined]
