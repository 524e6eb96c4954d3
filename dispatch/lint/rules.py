"""Every rule in one table: what it asks, how grave it is, what it says, and the article it rests on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dispatch.lint import parts, spelling, structure
from dispatch.lint.findings import Check, Rule, Severity

MUST, SHOULD = Severity.MUST, Severity.SHOULD
_APP1 = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, "
_APP2 = "Nghị định 30/2020/NĐ-CP, Phụ lục II"
_ART8 = "Nghị định 30/2020/NĐ-CP, Điều 8"
_PARTY = "Hướng dẫn 05-HD/VPTW (2026)"
_PRACTICE = "thông lệ trình bày"


def _rule(code: str, severity: Severity, check: Check, sentence: object, state: str, party: str) -> Rule:
    return Rule(code, severity, sentence, state, party, check)  # type: ignore[arg-type]  # a lazy text


RULES: tuple[Rule, ...] = (
    # abstract
    _rule("regarding-typed", MUST, parts.regarding_typed,
          _("The page prints the words for “regarding” itself; take “%(quoted)s” out."), f"{_APP1}II.5", _PARTY),
    _rule("kind-typed", MUST, parts.kind_typed,
          _("The page prints the kind above the abstract; take “%(quoted)s” out of it."), f"{_APP1}II.5", _PARTY),
    _rule("subject-long", SHOULD, parts.subject_long,
          _("The abstract has %(length)s characters; say it in %(most)s at most."), f"{_APP1}II.5", _PARTY),
    _rule("subject-stop", SHOULD, parts.subject_stop,
          _("No mark stands behind the abstract; take it away after “%(quoted)s”."), f"{_APP1}II.5", _PARTY),
    _rule("subject-capitals", SHOULD, parts.subject_capitals,
          _("The abstract is written in ordinary letters, not in capitals."), f"{_APP1}II.5", _PARTY),
    # addressees
    _rule("addressee-missing", MUST, parts.addressee_missing,
          _("%(kind)s: say to whom it is addressed."), f"{_APP1}II.9", _PARTY),
    _rule("salutation-typed", MUST, parts.salutation_typed,
          _("The page prints the salutation itself; take “%(quoted)s” out."), f"{_APP1}II.9", _PARTY),
    _rule("addressee-capitals", SHOULD, parts.addressee_capitals,
          _("An addressee is written in ordinary letters, not in capitals: “%(quoted)s”."), f"{_APP1}II.9", _PARTY),
    _rule("own-marks", MUST, parts.own_marks,
          _("The page prints the dash and the mark of every line; take them out of “%(quoted)s”."),
          f"{_APP1}II.6, II.9", _PARTY),
    _rule("line-twice", SHOULD, parts.same_line_twice,
          _("The line “%(quoted)s” stands here twice."), f"{_APP1}II.9", _PARTY),
    # legal bases
    _rule("basis-beginning", SHOULD, parts.basis_beginning,
          _("A legal basis begins with “Căn cứ” or says whose proposal it follows: “%(quoted)s”."),
          f"{_APP1}II.6", _PARTY),
    _rule("basis-undated", SHOULD, parts.basis_undated,
          _("Say the day of the act behind “%(quoted)s”."), f"{_APP1}II.6", _PARTY),
    _rule("basis-order", SHOULD, parts.basis_order,
          _("“%(quoted)s” ranks above “%(before)s” and stands before it."), f"{_APP1}II.6", _PARTY),
    _rule("basis-repealed", MUST, spelling.repealed_bases,
          _("“%(quoted)s” has not been in force since %(since)s; it was replaced by %(by)s."),
          f"{_APP1}II.6", _PARTY),
    _rule("act-repealed", SHOULD, spelling.repealed_elsewhere,
          _("“%(quoted)s” has not been in force since %(since)s (now %(by)s). Is it meant as history?"),
          f"{_APP1}II.6", _PARTY),
    _rule("bases-in-text", SHOULD, structure.bases_in_text,
          _("Legal bases have a field of their own above the text: “%(quoted)s”."), f"{_APP1}II.6", _PARTY),
    # text
    _rule("parts-typed", MUST, structure.parts_typed,
          _("The page prints this part in its place; take “%(quoted)s” out of the text."), _ART8, _PARTY),
    _rule("article-twice", MUST, structure.articles_counted_twice,
          _("The page counts articles itself; take “%(quoted)s” out."), f"{_APP1}II.6", _PARTY),
    _rule("article-order", MUST, structure.article_order,
          _("“%(quoted)s” breaks the count of articles; number %(right)s is next."), f"{_APP1}II.6", _PARTY),
    _rule("clause-order", MUST, structure.clause_order,
          _("“%(quoted)s” breaks the count of clauses; number %(right)s is next."), f"{_APP1}II.6", _PARTY),
    _rule("point-order", MUST, structure.point_order,
          _("“%(quoted)s”: points follow the Vietnamese alphabet (a, b, c, d, đ, e, g, h); “%(right)s)” is next."),
          f"{_APP1}II.6", _PARTY),
    _rule("end-mark-inside", MUST, structure.end_mark_inside,
          _("The end mark “./.” stands only where the text ends: “%(quoted)s”."), f"{_APP1}II.6", ""),
    _rule("end-mark-of-state", MUST, structure.end_mark_of_the_state,
          _("A Party letter ends with a full stop, not with “./.”: “%(quoted)s”."), "", _PARTY),
    _rule("text-breaks-off", SHOULD, structure.end_mark_missing,
          _("The text breaks off at “%(quoted)s”."), f"{_APP1}II.6", _PARTY),
    _rule("day-zero", SHOULD, spelling.days,
          _("Days below 10 and the months 1 and 2 bear a zero, other months none: write “%(right)s” for “%(quoted)s”."),
          f"{_APP1}II.4", _PARTY),
    _rule("number-zero", SHOULD, spelling.small_numbers,
          _("A number below 10 bears a zero: write “%(right)s” in “%(quoted)s”."), f"{_APP1}II.3", _PARTY),
    _rule("names", SHOULD, spelling.names_of_bodies,
          _("Written “%(right)s”, not “%(quoted)s”."), f"{_APP2}, IV", _PARTY),
    _rule("cited-articles", SHOULD, spelling.cited_articles,
          _("When an act is cited, “Điều” has a capital, “khoản” and “điểm” none: “%(quoted)s”."),
          f"{_APP2}, V", _PARTY),
    _rule("abbreviation", SHOULD, spelling.abbreviations,
          _("“%(quoted)s” is said in full nowhere; say it once, with the abbreviation in brackets behind."),
          _PRACTICE, _PRACTICE),
    # letters and marks
    _rule("old-typeface", MUST, spelling.old_typefaces,
          _("“%(quoted)s” is text of an old typeface (TCVN3, VNI); letters are written in Unicode."),
          f"{_APP1}I.2 (TCVN 6909:2001)", _PARTY),
    _rule("loose-mark", MUST, spelling.loose_marks,
          _("“%(quoted)s” holds a mark that belongs to no letter; type the word again."),
          f"{_APP1}I.2 (TCVN 6909:2001)", _PARTY),
    _rule("foreign-letter", MUST, spelling.foreign_letters,
          _("“%(quoted)s” holds a letter of another script that only looks alike; type the word again."),
          f"{_APP1}I.2 (TCVN 6909:2001)", _PARTY),
    _rule("hidden-character", SHOULD, spelling.hidden_characters,
          _("At “%(quoted)s” stands a character that cannot be seen; take it out."),
          f"{_APP1}I.2 (TCVN 6909:2001)", _PARTY),
    _rule("two-spellings", SHOULD, spelling.two_spellings,
          _("“%(quoted)s” and “%(other)s” place the tone in two ways; keep to one in a letter."), _PRACTICE, _PRACTICE),
    _rule("spaces", SHOULD, spelling.several_spaces,
          _("Several spaces in a row: “%(quoted)s”."), _PRACTICE, _PRACTICE),
    _rule("space-at-mark", SHOULD, spelling.spaces_at_marks,
          _("A mark stands close to its word: “%(quoted)s”."), _PRACTICE, _PRACTICE),
    _rule("no-space-after", SHOULD, spelling.no_space_after,
          _("A space belongs behind the mark: “%(quoted)s”."), _PRACTICE, _PRACTICE),
    _rule("marks-twice", SHOULD, spelling.marks_twice,
          _("Marks in a row: “%(quoted)s”."), _PRACTICE, _PRACTICE),
    _rule("quotes-mixed", SHOULD, spelling.quotes_mixed,
          _("Straight and curved quotation marks stand in one letter: “%(quoted)s”."), _PRACTICE, _PRACTICE),
    # recipients
    _rule("recipients-heading", MUST, parts.heading_typed_in_list,
          _("The page prints this line itself; take “%(quoted)s” out of the recipients."), f"{_APP1}II.9", _PARTY),
    _rule("as-above-missing", SHOULD, parts.as_above_missing,
          _("Who is addressed also stands among the recipients: “Như trên”."), f"{_APP1}II.9", _PARTY),
    _rule("as-above-alone", MUST, parts.as_above_alone,
          _("“%(quoted)s” says that somebody is named above, but nobody is."), f"{_APP1}II.9", _PARTY),
    _rule("keep-missing", MUST, parts.keep_missing,
          _("Say who keeps the letter (“Lưu: VT, …”)."), f"{_APP1}II.9", _PARTY),
    _rule("keep-word-typed", MUST, parts.keep_word_typed,
          _("The page prints “Lưu” itself; take “%(quoted)s” out."), f"{_APP1}II.9", _PARTY),
    _rule("keep-registry", MUST, parts.keep_registry,
          _("The registry keeps the letter and is named first (State “VT”, Party “Văn phòng”): “%(quoted)s”."),
          f"{_APP1}II.9", _PARTY),
    # who signs, number, day
    _rule("authority-form", MUST, parts.authority_form,
          _("“%(quoted)s” is the form of the other regime; here it is %(right)s."), f"{_APP1}II.7", _PARTY),
    _rule("symbol-form", MUST, parts.symbol_form,
          _("The symbol “%(quoted)s” is formed by the rules of the other regime."), f"{_APP1}II.3", _PARTY),
    _rule("honour", MUST, parts.honours,
          _("No academic or honorary title stands before the signer's name: “%(quoted)s”."), f"{_APP1}II.7", _PARTY),
    _rule("day-past", SHOULD, parts.day_is_past,
          _("The expected day %(quoted)s is over."), "Nghị định 30/2020/NĐ-CP, Điều 15", _PARTY),
)  # fmt: skip
