import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from lib.text import fold, nfc, person_sort_key, single_line, sort_key, tone_normal

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạầấẩẫậủỳ ABCĐƯ0123456789/-", max_size=60)


def test_vietnamese_words_sort_by_the_alphabet_and_then_by_tone() -> None:
    words = ["Đặng", "mạ", "An", "Ấn", "má", "Dương", "Ăn", "ma", "Đào", "Ân", "mã", "Bùi", "mà", "mả"]
    expected = ["An", "Ăn", "Ân", "Ấn", "Bùi", "Dương", "Đào", "Đặng", "ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(words, key=sort_key) == expected


def test_people_are_sorted_by_given_name_first() -> None:
    names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn Văn An"]
    assert sorted(names, key=person_sort_key) == ["Lê Thị An", "Nguyễn Văn An", "Trần Văn Bình"]


def test_both_spellings_of_a_tone_place_are_one() -> None:
    assert tone_normal("uỷ ban") == tone_normal("ủy ban")
    assert tone_normal("Hoà Bình") == tone_normal("Hòa Bình")
    assert tone_normal("hoàn") == "hoàn"


def test_folding_knows_the_crossed_d() -> None:
    assert fold("ĐƯỜNG Nguyễn Đình Chiểu") == "duong nguyen dinh chieu"


@given(VIETNAMESE)
def test_folding_is_the_same_for_both_unicode_spellings_and_keeps_the_length(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert len(fold(text)) == len(nfc(text))


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_single_line_has_no_controls_and_no_double_spaces() -> None:
    assert single_line("  V/v\tbáo\u200bcáo \x00\n năm ") == "V/v báocáo năm"
