"""Turns a profile's measures into CSS: the page boxes as rules, everything else as custom properties."""

from __future__ import annotations

from collections.abc import Mapping

from dispatch.layout.lines import Heading
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import FormatProfile

# Height of a single line of Times New Roman, and of Liberation Serif, in em: (ascent + descent + gap) / 2048.
SINGLE_LINE = (1825 + 443 + 87) / 2048


def stylesheet(
    page: LetterPage, profile: FormatProfile, heading: Heading, lengths: Mapping[str, float]
) -> str:
    """Give the style sheet that carries the measures of this page; the static one only says what stands
    where."""
    return "\n".join((_page_rules(page, profile, lengths), _properties(page, profile, heading, lengths)))


def text_width(profile: FormatProfile) -> float:
    """Give the width between the margins in millimetres."""
    return profile["page_width"] - profile["margin_left"] - profile["margin_right"]


def _page_rules(page: LetterPage, profile: FormatProfile, lengths: Mapping[str, float]) -> str:
    bottom = profile["margin_bottom"] + lengths["contact-height"]
    sides = ("margin_top", "margin_right", "margin_bottom", "margin_left")
    margin = " ".join(f"{profile[side]}mm" for side in sides)
    foot = (
        "@bottom-center { content: element(foot); width: 100%; vertical-align: top }"
        if _has_foot(page)
        else ""
    )
    return f"""
@page {{
  size: {profile["page_width"]}mm {profile["page_height"]}mm;
  margin: {margin};
  @top-center {{ content: counter(page); font-size: {profile["page_number_size"]}pt; {_number_place(profile)} }}
}}
@page :first {{ margin-bottom: {bottom}mm; @top-center {{ content: none }} {foot} }}
@page part:nth(1 of part) {{ counter-reset: page 1; @top-center {{ content: none }} }}
"""


def _number_place(profile: FormatProfile) -> str:
    """Say where in the top margin the page number stands: centred, or so far from the edge of the sheet."""
    if "page_number_top" in profile.measures:
        return f"vertical-align: top; padding-top: {profile['page_number_top']}mm"
    return "vertical-align: middle"


def _has_foot(page: LetterPage) -> bool:
    return bool(page.contact_line or page.qr_svg)


def _properties(
    page: LetterPage, profile: FormatProfile, heading: Heading, lengths: Mapping[str, float]
) -> str:
    units = {name: rule.unit for name, rule in profile.measures.items() if rule.unit in ("mm", "pt")}
    lines = [f"  --{name.replace('_', '-')}: {profile[name]:g}{unit};" for name, unit in units.items()]
    measured = {
        "text-width": text_width(profile),
        "issuer-rule": heading.issuer_rule,
        "motto-rule": heading.motto_rule,
        "kinh-gui": heading.kinh_gui,
        "abstract-rule": heading.abstract_rule,
        **lengths,
        "stamp-width": profile.urgency_stamps[page.urgency][1] if page.urgency else 0,
        **_signature_places(profile),
    }
    lines += [f"  --{name}: {value:.3f}mm;" for name, value in measured.items()]
    lines.append(f"  --line-height: {_line_height(profile)};")
    return "html {\n" + "\n".join(lines) + "\n}"


def _line_height(profile: FormatProfile) -> str:
    """Give the height of a line of the text: so many single lines, or exactly so many points."""
    if "line_exactly" in profile.measures:
        return f"{profile['line_exactly']:g}pt"
    return f"{profile['line_spacing'] * SINGLE_LINE:.4f}"


def _signature_places(profile: FormatProfile) -> dict[str, float]:
    """Give where signature and seal stand in the space between title and name, both measured from its corner.

    The signature is centred; the seal covers its left third (App. I, Part I, II.8.a) and is centred on its
    height.
    """
    column = text_width(profile) - profile["left_column"]
    left = (column - profile["signature_width"]) / 2
    return {
        "leader-left": left,
        "leader-top": (profile["signature_space"] - profile["signature_height"]) / 2,
        "seal-left": left
        + profile["signature_width"] * profile["seal_overlap_share"]
        - profile["seal_diameter"],
        "seal-top": (profile["signature_space"] - profile["seal_diameter"]) / 2,
    }
