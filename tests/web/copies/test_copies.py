"""Certified copies through a browser: made from a letter or a scan, seen, signed, void, in the register."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dispatch.models import CertifiedCopy
from dispatch.operations import copying
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from jobs.operations import working
from signing.keys.desk import Desk as Counter
from tests.dispatch.test_copying import letter_pdf, scan
from tests.web.desk import Desk
from tests.workflow.office import PIN, certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: Any, tmp_path: Path, settings: Any) -> Iterator[Desk]:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    stores, handlers = list(file_ports._joined), dict(job_ports._handlers)
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    job_ports.join({**handlers, **copying.HANDLERS})
    yield Desk()
    file_ports._joined[:] = stores
    job_ports.join(handlers)


@pytest.fixture
def counter(settings: Any) -> Iterator[None]:
    def respond(question: Any) -> dict[str, Any]:
        return {"ok": True} if question.get("pin") == PIN else {"refusal": "wrong_pin", "remaining": 4}

    made = Counter(settings.SIGNER_SOCKET, respond)
    made.open()
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    yield
    made.close()
    thread.join()


def work() -> None:
    while working.run_one(["interactive"], clock=lambda: datetime.now(UTC), kinds=[copying.MAKE]):
        pass


def typed(**more: Any) -> dict[str, Any]:
    return {
        "form": "sao_y", "to": "electronic", "copies": 1, "medium": "paper", "code": "12/QĐ-UBND",
        "issuer": "UBND tỉnh", "day": "2026-11-02", "subject": "giao chỉ tiêu",
        "upload": SimpleUploadedFile("quet.pdf", scan(100, "L"), "application/pdf"), **more,
    }  # fmt: skip


def test_a_scan_becomes_an_electronic_copy_that_is_signed(desk: Desk, counter: None) -> None:
    lan = desk.client("lan")
    answer = lan.post(reverse("copies:new"), typed())
    copy = CertifiedCopy.objects.get()
    assert answer["Location"] == f"/copies/{copy.pk}/"
    work()
    shown = lan.get(reverse("copies:detail", args=[copy.pk])).content.decode()
    assert "only 100 dpi, not in colour" in shown
    assert "Sign for the organisation" in shown
    assert lan.get(reverse("copies:file", args=[copy.pk])).status_code == 200
    desk.at = datetime.now(UTC)
    certificate(desk, None)  # type: ignore[arg-type]  # an office by its organisation and clock
    wrong = lan.post(reverse("copies:sign", args=[copy.pk]), {"pin": "1"})
    assert "The PIN is wrong. 4 attempts remain." in wrong.content.decode()
    lan.post(reverse("copies:sign", args=[copy.pk]), {"pin": PIN})
    assert "Being signed" in lan.get(reverse("copies:detail", args=[copy.pk])).content.decode()


def test_what_the_law_does_not_know_is_said_on_the_form(desk: Desk) -> None:
    answer = desk.client("lan").post(reverse("copies:new"), typed(medium="electronic"))
    assert answer.status_code == 422
    assert "The law knows no “SAO Y” from electronic to electronic" in answer.content.decode()
    assert not CertifiedCopy.objects.exists()


def test_an_issued_letter_is_copied_to_paper_from_its_page(desk: Desk) -> None:
    letter = desk.issued(9, pdf=letter_pdf())
    lan = desk.client("lan")
    form = lan.get(reverse("copies:new"), {"letter": letter.pk}).content.decode()
    assert letter.reference_code in form
    assert 'name="code"' not in form
    url = f"{reverse('copies:new')}?letter={letter.pk}"
    answer = lan.post(url, {"form": "sao_y", "to": "paper", "copies": 3})
    assert answer.status_code == 302, re.findall(
        r"form-row__error[^<]*<[^>]*>([^<]+)", answer.content.decode()
    )
    copy = CertifiedCopy.objects.get()
    assert (copy.original_code, copy.copies, copy.to_medium) == (letter.reference_code, 3, "paper")


def test_the_register_lists_every_copy_and_a_void_one_keeps_its_line(desk: Desk) -> None:
    lan = desk.client("lan")
    lan.post(reverse("copies:new"), typed())
    copy = CertifiedCopy.objects.get()
    lan.post(reverse("copies:void", args=[copy.pk]), {"reason": "nhầm văn bản"})
    shown = desk.client("binh").get(reverse("copies:list")).content.decode()
    assert copy.reference_code in shown
    assert "Void. nhầm văn bản" in shown


def test_others_neither_make_nor_read_copies(desk: Desk) -> None:
    desk.client("lan").post(reverse("copies:new"), typed())
    copy = CertifiedCopy.objects.get()
    work()
    minh, binh = desk.client("minh"), desk.client("binh")
    assert minh.get(reverse("copies:list")).status_code == 409
    assert minh.get(reverse("copies:file", args=[copy.pk])).status_code == 409
    assert binh.get(reverse("copies:new")).status_code == 409
    assert binh.get(reverse("copies:file", args=[copy.pk])).status_code == 409
