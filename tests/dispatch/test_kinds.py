"""Kinds and symbols: the tables of the regulations and their traps (domain 1.1, 4.1, traps 2 to 4)."""

from __future__ import annotations

import pytest

from dispatch import errors
from dispatch.models import kinds

# Decree 30/2020, App. III, in its order; typed here a second time on purpose.
ABBREVIATIONS = "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ - CĐ BGN BTT GUQ GM GGT GNP PG PC PB -"
STATE = ABBREVIATIONS.split()
PARTY = {
    "nghi_quyet": "NQ",
    "quyet_dinh": "QĐ",
    "quy_dinh": "QĐ",
    "chi_thi": "CT",
    "ket_luan": "KL",
    "quy_che": "QC",
    "thong_tri": "TT",
    "huong_dan": "HD",
    "thong_bao": "TB",
    "thong_cao": "TC",
    "bao_cao": "BC",
    "ke_hoach": "KH",
    "chuong_trinh": "CTr",
    "de_an": "ĐA",
    "phuong_an": "PA",
    "to_trinh": "TTr",
    "cong_van": "CV",
    "bien_ban": "BB",
}


def test_the_state_has_29_kinds_with_the_abbreviations_of_the_decree() -> None:
    assert [kind.abbreviation("state") or "-" for kind in kinds.kinds_of("state")] == STATE
    assert len(STATE) == 29


def test_the_party_abbreviates_as_its_rules_say() -> None:
    assert {code: kinds.kind_of(code).abbreviation("party") for code in PARTY} == PARTY


def test_an_abbreviation_nobody_recorded_is_not_invented() -> None:
    with pytest.raises(errors.AbbreviationIsNotKnown):
        kinds.symbol_of(profile="party", kind="giay_moi", issuer="BTGDVTU", unit="VP")


@pytest.mark.parametrize(
    ("profile", "kind"), [("state", "ket_luan"), ("state", "thong_tri"), ("party", "hop_dong")]
)
def test_a_kind_of_the_other_regime_is_refused(profile: str, kind: str) -> None:
    with pytest.raises(errors.KindIsUnknown):
        kinds.symbol_of(profile=profile, kind=kind, issuer="X", unit="Y")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(errors.KindIsUnknown):
        kinds.kind_of("cong-van")


@pytest.mark.parametrize(
    ("profile", "kind", "number", "suffix", "code"),
    [
        ("state", "quyet_dinh", 12, "", "12/QĐ-SNV"),
        ("state", "cong_van", 88, "", "88/SNV-VP"),
        ("state", "quy_dinh", 5, "", "05/QyĐ-SNV"),
        ("state", "cong_van", 12, "a", "12a/SNV-VP"),
        ("state", "cong_van", 1234, "", "1234/SNV-VP"),
        ("party", "cong_van", 123, "", "123-CV/SNV"),
        ("party", "quy_dinh", 9, "", "09-QĐ/SNV"),
    ],
)
def test_number_and_symbol_are_joined_without_spaces(
    profile: str, kind: str, number: int, suffix: str, code: str
) -> None:
    symbol = kinds.symbol_of(profile=profile, kind=kind, issuer="SNV", unit="VP")
    assert kinds.reference_code(profile=profile, number=number, suffix=suffix, symbol=symbol) == code


def test_only_cong_van_and_thu_cong_bear_no_name_above_the_abstract() -> None:
    nameless = {kind.code for kind in kinds.kinds_of("state") if not kind.name_is_printed}
    assert nameless == {"cong_van", "thu_cong"}
