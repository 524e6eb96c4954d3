"""Component tags and filters: every screen says time, state, people and permissions through these."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ui import writing

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.forms import BoundField
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

register = template.Library()

NEAR_DAYS = 1
NORMAL_URGENCY = {"", "normal", "ordinary", "routine", "none"}
VERDICTS = {
    "accept": "valid",
    "valid": "valid",
    "indeterminate": "doubtful",
    "doubtful": "doubtful",
    "reject": "invalid",
    "invalid": "invalid",
}
STEP_ICONS = {"done": "done", "now": "now", "todo": "todo", "late": "late", "void": "none"}
NOTICE_ICONS = {"": "help", "ok": "valid", "near": "doubtful", "late": "late"}


# -- moments and numbers ------------------------------------------------------------------------------------

register.filter("moment", writing.moment)
register.filter("moment_full", writing.moment_full)
register.filter("clock", writing.clock)
register.filter("day", writing.day)
register.filter("short_day", writing.short_day)
register.filter("long_day", writing.long_day)
register.filter("count", writing.count)
register.filter("bytes", writing.size)
register.filter("initials", writing.initials)


@register.filter
def step_icon(state: str) -> str:
    """Name the icon of a procedure's step."""
    return STEP_ICONS.get(str(state), "todo")


# -- small marks -------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without ``label`` it is decoration and silent."""
    return _icon(name, label, static("img/icons.svg"))


@lru_cache(maxsize=500)
def _icon(name: str, label: str, sprite: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="ic" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name)


@register.simple_tag
def deadline(due: date | datetime | None, days: int | None = None, note: str = "") -> SafeString:
    """Draw a deadline in a shape, a word and a colour. ``days``: working days left, negative when late.

    The caller counts (``organisation.queries`` knows the holidays); without ``days`` only the day is said.
    """
    state, words = _time_state(due, days)
    shown = note or (_("due %(day)s") % {"day": writing.short_day(due)} if due and days is not None else "")
    return format_html(
        '<span class="deadline" data-time="{}">{}<span>{}{}</span></span>',
        state,
        icon(state),
        words,
        format_html("<small>{}</small>", shown) if shown else "",
    )


def _time_state(due: date | datetime | None, days: int | None) -> tuple[str, str]:
    if due is None:
        return "none", _("No deadline")
    if days is None:
        return "ok", writing.short_day(due)
    if days < 0:
        return "late", ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return "near", _("Today")
    words = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return ("near" if days <= NEAR_DAYS else "ok"), words


@register.simple_tag
def urgency(value: object) -> SafeString | str:
    """Draw the degree of urgency (an enum member or its label), nothing for an ordinary letter."""
    code = str(getattr(value, "value", value) or "").lower()
    if code in NORMAL_URGENCY:
        return ""
    return format_html('<span class="urgency">{}</span>', getattr(value, "label", value))


@register.simple_tag
def verdict(status: object, title: str, detail: str = "", word: str = "") -> SafeString:
    """Draw the verdict of a signature or check: valid, doubtful or invalid, or its own word, and what it rests on."""
    code = VERDICTS.get(str(getattr(status, "value", status)).lower(), "doubtful")
    words = {"valid": _("Valid"), "doubtful": _("Doubtful"), "invalid": _("Invalid")}[code]
    return format_html(
        '<div class="verdict" data-verdict="{}">{}<div><b>{}</b>{}</div>{}</div>',
        code,
        icon(code),
        word or words,
        format_html(" · {}", title) if title else "",
        format_html("<p>{}</p>", detail) if detail else "",
    )


@register.simple_tag
def person(who: object, note: str = "") -> SafeString | str:
    """Draw a person: initials, name, and a small line. ``who`` is a Post, a Person, a name or None."""
    if not who:
        return ""
    owner = getattr(who, "person", who)
    name = getattr(owner, "full_name", None) or str(owner)
    return format_html(
        '<span class="person"><i aria-hidden="true">{}</i><span>{}{}</span></span>',
        writing.initials(name),
        name,
        format_html("<small>{}</small>", note) if note else "",
    )


# -- what a person may press -------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def button(
    context: RequestContext,
    may: object,
    label: str,
    *,
    href: str = "",
    icon: str = "",
    key: str = "",
    kind: str = "plain",
    method: str = "get",
    confirm: str = "",
    name: str = "",
    value: str = "",
    dialog: str = "",
    small: bool = False,
) -> SafeString:
    """Draw a button from a policy's Verdict: open, or refused with its reason where a tooltip stands.

    With ``href``: a link, or (``method="post"``) its own little form. With ``dialog``: opens that dialog.
    With neither: submits the form around it, carrying ``name``/``value``. A refused button does nothing but
    can be focused, so that everybody can read the reason.
    """
    given = {
        "may": bool(may),
        "reason": str(getattr(may, "reason", "") or ""),
        "label": label,
        "href": href,
        "icon": icon,
        "key": key,
        "kind": kind,
        "method": method,
        "confirm": confirm,
        "name": name,
        "value": value,
        "dialog": dialog,
        "small": small,
        "csrf_token": context.get("csrf_token", ""),
    }
    return render_to_string("components/button.html", given)


# -- blocks ------------------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content: str, title: str = "", end: str = "", id: str = "") -> SafeString:  # noqa: A002 -- the attribute's name
    """Put the content on a white surface with a head."""
    return render_to_string(
        "components/panel.html", {"content": content, "title": title, "end": end, "id": id}
    )


@register.simple_block_tag
def section(content: str, title: str = "", end: str = "", id: str = "") -> SafeString:  # noqa: A002 -- the attribute's name
    """Put the content into one ruled block of a surface."""
    return render_to_string(
        "components/section.html", {"content": content, "title": title, "end": end, "id": id}
    )


@register.simple_block_tag
def notice(content: str, state: str = "", title: str = "", icon: str = "") -> SafeString:
    """Say something that needs to be seen: state is empty, ok, near or late."""
    drawn = icon or NOTICE_ICONS.get(state, "help")
    given = {"content": content, "state": state, "title": title, "icon": drawn}
    return render_to_string("components/notice.html", given)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 -- the attribute's name
    """Put the content (usually a form) into a dialog that ``data-dialog="id"`` opens."""
    return render_to_string("components/dialog.html", {"content": content, "title": title, "id": id})


# -- forms -------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, hint: str | None = "", wide: bool = False) -> SafeString:
    """Draw one field: label, input, hint and errors, joined for screen readers; ``hint=None`` says none."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    options = kind in {"radio", "checkbox"} and hasattr(widget, "optgroups")
    attrs: dict[str, str | bool] = {"class": _control_class(kind, options)}
    helped = bound.help_text if hint == "" else hint
    described = [f"{bound.id_for_label}-hint"] if helped else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{bound.id_for_label}-error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    given = {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "hint": helped,
        "wide": wide,
        "check": kind == "checkbox" and not options,
        "options": options,
        "hidden": bound.is_hidden,
    }
    return render_to_string("components/field.html", given)


def _control_class(kind: str, options: bool) -> str:
    if kind in {"radio", "checkbox"} or options:
        return "form-check-input"
    return "form-select" if kind == "select" else "form-control"


@register.simple_tag
def fields(form: object) -> SafeString:
    """Draw all of a form's fields, hidden ones included, and first what is wrong with the whole."""
    return render_to_string("components/fields.html", {"form": form})
