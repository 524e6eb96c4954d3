"""The fields of the index. It stores nothing but keys: what is shown always comes from the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from search.index.words import SEPARATOR, accented_line
from search.models import Projection

if TYPE_CHECKING:
    import tantivy

ID: Final = "id"
ORGANISATION: Final = "organisation"
KIND: Final = "kind"
CODE: Final = "code"
TITLE: Final = "title"
WORDS: Final = "words"
MARKED: Final = "marked"
TOKENS: Final = "tokens"
FACETS: Final = "facets"
DAY: Final = "day"
RANK: Final = "rank"
_SPACED: Final = "spaced"

# The rank multiplies a score by its binary logarithm. Counted from 1643, a century of days moves it by
# 2.6 %, less than any step between scores, and one day by more than a float can lose.
_FIRST_DAY: Final = 600_000
_UNDATED: Final = date(1900, 1, 1).toordinal() - _FIRST_DAY


class Findable(NamedTuple):
    """What the index is made of, of one row; reads like a projection, and a million are made in seconds."""

    id: int
    organisation_id: int
    kind: str
    code_norm: str
    words: str
    code: str
    title: str
    text: str
    tokens: list[str]
    facets: dict[str, str]
    dated_on: date | None


def build() -> tantivy.Schema:
    """Give the schema; ``place.FORM`` has to grow with every change of it."""
    import tantivy  # noqa: PLC0415 -- slow import

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(ID, indexed=True, fast=True)
    builder.add_unsigned_field(ORGANISATION, indexed=True)
    builder.add_text_field(KIND, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(CODE, tokenizer_name=_SPACED, index_option="position")
    builder.add_text_field(TITLE, tokenizer_name=_SPACED, index_option="basic")
    builder.add_text_field(WORDS, tokenizer_name=_SPACED, index_option="position")
    builder.add_text_field(MARKED, tokenizer_name=_SPACED, index_option="basic")
    builder.add_text_field(TOKENS, tokenizer_name="raw", index_option="basic")
    builder.add_json_field(FACETS, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(DAY, indexed=True)
    builder.add_unsigned_field(RANK, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Teach an opened index how the stored lines of words are split, and give it back."""
    import tantivy  # noqa: PLC0415 -- slow import

    index.register_tokenizer(_SPACED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def document(row: Projection | Findable, fields: tantivy.Schema) -> tantivy.Document:
    """Give what the index holds of ``row``, made in one call: an index has a million of them."""
    import tantivy  # noqa: PLC0415 -- slow import

    entry: dict[str, Any] = {
        ID: row.id,
        ORGANISATION: row.organisation_id,
        KIND: row.kind,
        CODE: row.code_norm,
        TITLE: " ".join(_parts(row)),
        WORDS: row.words,
        MARKED: accented_line(f"{row.code} {row.title} {row.text}"),
        TOKENS: row.tokens,
        RANK: rank_of(row.dated_on),
    }
    if row.facets:
        entry[FACETS] = row.facets
    if row.dated_on is not None:
        entry[DAY] = row.dated_on.toordinal()
    return tantivy.Document.from_dict(entry, fields)


def title_words(row: Projection) -> list[str]:
    """Give the words of the title of ``row``, each once, in order."""
    return list(dict.fromkeys(_parts(row)[1].split()))


def _parts(row: Projection | Findable) -> list[str]:
    return [*row.words.split(f" {SEPARATOR} ", 2), "", ""][:2]


def rank_of(day: date | None) -> int:
    """Give the rank among equally good answers: the day; what has none stands as of 1900."""
    return _UNDATED if day is None else max(day.toordinal() - _FIRST_DAY, 2)
