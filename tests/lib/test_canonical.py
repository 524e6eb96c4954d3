import pytest

from lib.canonical import canonical, sha256_hex


def test_canonical_json_sorts_keys_and_normalises_text() -> None:
    assert (
        canonical({"b": 1, "a": "e\u0301", "c": [True, None]}) == '{"a":"é","b":1,"c":[true,null]}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, b"x", {1: 2}, object()])
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_the_hash_of_nothing_is_the_known_one() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
