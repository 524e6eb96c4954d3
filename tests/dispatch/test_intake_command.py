"""``./office intake``: files come in from the command line, each by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from dispatch.enums import ArrivalSource
from dispatch.models import IncomingLetter
from tests.cast import Cast
from tests.files.pieces import pdf


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = 0
    try:
        call_command("intake", *arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, capsys.readouterr().out


def test_files_come_in_and_each_is_told_in_a_line_of_json(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "tot.pdf", tmp_path / "rong.pdf"
    good.write_bytes(pdf(3))
    bad.write_bytes(b"")
    status, out = run(capsys, str(good), str(bad), "--organisation", "SNV", "--json")
    first, second = (json.loads(line) for line in out.splitlines())
    letter = IncomingLetter.objects.get()
    assert (status, first["letter"], first["pages"], letter.source) == (
        1,
        letter.pk,
        3,
        ArrivalSource.COMMAND,
    )
    assert (second["letter"], "is empty" in second["refused"]) == (None, True)


def test_all_well_is_zero_and_an_unknown_organisation_is_wrong_usage(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf())
    assert run(capsys, str(file), "--organisation", "SNV")[0] == 0
    assert run(capsys, str(file), "--organisation", "KHÔNG")[0] == 64
    assert run(capsys, str(tmp_path / "không có.pdf"), "--organisation", "SNV")[0] == 1
