"""The shape of a signed letter (design D9), and what the engine refuses."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from signing.engine import augmenting, figures, preparing, two_phase
from tests.signing import tampering
from tests.signing.conftest import PIN, PREFILL, Letter, Pki, sign


def reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(pdf))


def test_the_prepare_revision_adds_two_signature_fields_and_two_text_fields(letter: Letter) -> None:
    fields = [ref.get_object() for ref in reader(letter.prepared).root["/AcroForm"]["/Fields"]]
    assert {str(f["/T"]): str(f["/FT"]) for f in fields} == {
        "Leader": "/Sig",
        "Seal": "/Sig",
        "Number": "/Tx",
        "Day": "/Tx",
    }
    assert letter.prepared.startswith(letter.rendered)


def test_the_leader_certifies_and_the_seal_locks_everything(letter: Letter) -> None:
    leader, seal, archive = reader(letter.lta).embedded_signatures
    assert leader.docmdp_level is MDPPerm.FILL_FORMS
    assert seal.fieldmdp is not None
    assert seal.fieldmdp.action.name == "ALL"
    assert (leader.field_name, seal.field_name, archive.sig_object_type) == (
        "Leader",
        "Seal",
        "/DocTimeStamp",
    )


def test_number_and_day_are_written_in_the_revision_of_the_seal(letter: Letter) -> None:
    pdf = reader(letter.lta)
    seal = pdf.embedded_signatures[1]
    for field in pdf.root["/AcroForm"]["/Fields"]:
        if field.get_object()["/T"] in PREFILL:
            assert field.get_object()["/V"] == PREFILL[field.get_object()["/T"]]
            assert pdf.xrefs.get_last_change(field.reference) == seal.signed_revision
    assert "/NeedAppearances" not in pdf.root["/AcroForm"]


def test_every_step_only_appends(letter: Letter) -> None:
    steps = [
        letter.rendered,
        letter.prepared,
        letter.leader_bt,
        letter.leader_lt,
        letter.seal_bt,
        letter.seal_lt,
    ]
    for earlier, later in zip(steps, [*steps[1:], letter.lta], strict=True):
        assert later.startswith(earlier)


def test_a_late_timestamp_changes_neither_size_nor_ranges(letter: Letter, pki: Pki) -> None:
    assert len(letter.leader_bb) == len(letter.leader_bt)
    assert tampering.holes(letter.leader_bb) == tampering.holes(letter.leader_bt)
    assert augmenting.add_timestamp(letter.leader_bt, "Leader", pki.stamps) == letter.leader_bt


def test_no_timestamp_is_put_into_a_signature_that_others_cover(letter: Letter, pki: Pki) -> None:
    with pytest.raises(augmenting.LaterRevision):
        augmenting.add_timestamp(letter.lta, "Leader", pki.stamps)


def test_the_file_ends_with_the_document_timestamp_over_every_byte(letter: Letter) -> None:
    assert tampering.holes(letter.lta)[-1][2] == len(letter.lta)
    assert b"/VRI" not in letter.lta


def test_the_finished_file_is_small(letter: Letter) -> None:
    assert len(letter.lta) <= 130_000


def test_number_and_day_can_be_seen(letter: Letter) -> None:
    def top_of_page(pdf: bytes) -> bytes:
        document = pdfium.PdfDocument(pdf)
        document.init_forms()
        picture = document[0].render(scale=1, may_draw_forms=True).to_pil()
        return picture.crop((0, 0, picture.width, 150)).tobytes()

    assert top_of_page(letter.leader_lt) != top_of_page(letter.lta)


def test_figures_the_font_lacks_are_refused(letter: Letter) -> None:
    with pytest.raises(figures.FigureMissing):
        figures.drawing("１", size=13, italic=False, align="left", baseline=3, box=(0, 0, 50, 20), font=None)


def test_a_page_without_the_places_is_refused(rendered: tuple[bytes, dict]) -> None:
    with pytest.raises(preparing.PlaceMissing, match="seal"):
        preparing.add_fields(rendered[0], {k: v for k, v in rendered[1].items() if k != "seal"})


def test_the_state_between_the_phases_survives_as_json(letter: Letter, pki: Pki) -> None:
    prepared = two_phase.prepare(two_phase.Task(letter.prepared, "Leader", pki.der("binh")), pki.trust)
    again = two_phase.Prepared.from_json(json.loads(prepared.dumps()))
    assert again == prepared
    value = pki.key("binh").sign(again.attributes, PIN)
    assert two_phase.complete(again, value, pki.trust)


def test_a_wrong_value_and_changed_bytes_are_refused_before_embedding(letter: Letter, pki: Pki) -> None:
    prepared = two_phase.prepare(two_phase.Task(letter.prepared, "Leader", pki.der("binh")), pki.trust)
    value = pki.key("binh").sign(prepared.attributes, PIN)
    with pytest.raises(two_phase.ValueRefused):
        two_phase.complete(prepared, pki.key("yen").sign(prepared.attributes, PIN), pki.trust)
    with pytest.raises(two_phase.ValueRefused):
        two_phase.complete(prepared, bytes([value[0] ^ 1]) + value[1:], pki.trust)
    changed = replace(
        prepared, pdf=prepared.pdf.replace(b"/Leader", b"/Laeder", 1).replace(b"(Leader)", b"(Laeder)")
    )
    changed = changed if changed.pdf != prepared.pdf else replace(prepared, pdf=b"X" + prepared.pdf[1:])
    with pytest.raises(two_phase.PreparedBytesChanged):
        two_phase.complete(changed, value, pki.trust)
    with pytest.raises(two_phase.PreparedBytesChanged):
        two_phase.complete(replace(prepared, document_digest=b"\0" * 32), value, pki.trust)


@contextmanager
def silent_service() -> Iterator[str]:
    """A service that accepts and says nothing useful."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            line.recv(4096)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnope")
            line.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()


def test_a_dead_timestamp_service_is_said_and_the_next_one_is_asked(letter: Letter, pki: Pki) -> None:
    dead = "http://127.0.0.1:9/"
    with silent_service() as useless:
        with pytest.raises(augmenting.ServiceUnavailable):
            augmenting.add_timestamp(letter.leader_bb, "Leader", [dead, useless])
        assert augmenting.add_timestamp(letter.leader_bb, "Leader", [dead, useless, pki.stamps[1]])
    with pytest.raises(augmenting.ServiceUnavailable):
        augmenting.add_archive_timestamp(letter.seal_lt, [dead])


def test_signatures_say_what_they_are_for(letter: Letter) -> None:
    meanings = []
    for one in reader(letter.lta).embedded_regular_signatures:
        for attribute in one.signer_info["signed_attrs"]:
            if attribute["type"].native == "commitment_type":
                meanings.append(attribute["values"][0]["commitment_type_id"].native)
    assert meanings == ["proof_of_approval", "proof_of_origin"]


def test_an_unsigned_file_is_not_locked_by_a_seal_alone(letter: Letter, pki: Pki) -> None:
    sealed = sign(pki, letter.prepared, "Seal", "snv", prefill=PREFILL)
    assert [one.field_name for one in reader(sealed).embedded_signatures] == ["Seal"]
