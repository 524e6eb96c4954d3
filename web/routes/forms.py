"""What can be typed about a route and a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.enums import Urgency
from dispatch.models.kinds import kind_choices
from organisation.enums import Duty
from workflow.routes.asking import said
from workflow.routes.facts import FIELDS
from workflow.routes.rules import HEAD_OF_DRAFTING_UNIT, MOST_DAYS, MOST_NAME, SIGNER
from workflow.routes.schema import DRAFT, Condition, Mode, Op, Route, Stage, StageKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from organisation.models import Post, Unit

NOBODY = "-"
_ONLY = [(op.value, op.label) for op in (Op.IN, Op.NE)]
_COUNTS = [(op.value, op.label) for op in (Op.GE, Op.LE, Op.EQ, Op.NE)]
_FACTS = ("urgency", "kind", "unit", "authority", "circulation")


def _ticks(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class RouteForm(forms.Form):
    """What a route is called and which letters it is for."""

    name = forms.CharField(label=_("Name of the route"), max_length=120)
    unit = forms.ChoiceField(
        label=_("For letters of the unit"), required=False, help_text=_("Empty: of every unit.")
    )
    kinds = _ticks(_("For these kinds of letter"))

    def __init__(self, *args: Any, units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [("", _("every unit")), *((k, u.name) for k, u in self.units.items())]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["kinds"].help_text = _("None ticked: every kind.")

    def values(self) -> dict[str, Any]:
        """Give what was typed, as the operations take it."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "kinds": cleaned["kinds"],
            "unit": self.units.get(cleaned["unit"]),
        }


class StageForm(forms.Form):
    """Everything about one stage. Whoever was asked already keeps the place in the order."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the step"), max_length=MOST_NAME)
    kind = forms.ChoiceField(label=_("What is asked"), choices=StageKind.choices)
    duties = _ticks(_("Who, by duty"))
    units = _ticks(_("Heads of units"))
    posts = _ticks(_("Certain people"))
    mode = forms.ChoiceField(label=_("Of several, how many have to pass"), choices=Mode.choices)
    quorum = forms.IntegerField(label=_("The number"), required=False, min_value=1, max_value=20)
    due_wd = forms.IntegerField(
        label=_("Term, working days"), required=False, min_value=0, max_value=MOST_DAYS,
        help_text=_("0: the same day. Empty: the house's own term for such a step."),
    )  # fmt: skip
    returns_to = forms.ChoiceField(label=_("Returned to"))
    only = forms.ChoiceField(label=_("Only if"), choices=_ONLY, required=False)
    urgency = _ticks(FIELDS["urgency"].label, Urgency.choices)
    when_kind = _ticks(FIELDS["kind"].label)
    when_unit = _ticks(FIELDS["unit"].label)
    authority = _ticks(FIELDS["authority"].label)
    circulation = _ticks(FIELDS["circulation"].label)
    copies_op = forms.ChoiceField(
        label=_("Copies, if the condition is about them"), choices=_COUNTS, required=False
    )
    copies = forms.IntegerField(label=_("The number of copies"), required=False, min_value=0, max_value=10**6)

    def __init__(
        self,
        data: Any = None,
        *,
        stage: Stage,
        route: Route,
        units: Sequence[Unit],
        posts: Mapping[int, Post],
        absent: Mapping[int, str],
        edition: int,
    ) -> None:
        self.stage, self.route = stage, route
        super().__init__(data, initial={**_initial(stage), "edition": edition})
        self._choose("duties", [(HEAD_OF_DRAFTING_UNIT, said(HEAD_OF_DRAFTING_UNIT)), *_duties(stage)])
        self._choose("units", [(f"unit:{unit.symbol}", unit.name) for unit in units])
        self._choose("posts", [(f"post:{pk}", _named(post, absent)) for pk, post in posts.items()])
        place = [one.key for one in route.stages].index(stage.key)
        earlier = [(one.key, one.name) for one in route.stages[:place] if one.when is None]
        self._choose(
            "returns_to", [(DRAFT, _("the drafter")), *earlier, (NOBODY, _("nobody can return it here"))]
        )
        self._choose("when_unit", [(unit.symbol, f"{unit.name} ({unit.symbol})") for unit in units])
        for field, fact in (
            ("when_kind", "kind"),
            ("authority", "authority"),
            ("circulation", "circulation"),
        ):
            choices = FIELDS[fact].choices
            self._choose(field, choices() if choices else [])
        self._keep_unknown(stage)

    def clean(self) -> dict[str, Any]:
        """Refuse two conditions at once and an opposite of several; the rules say the rest beside the stage."""
        cleaned = super().clean() or {}
        given = [fact for fact in _FACTS if cleaned.get(_field(fact))]
        if len(given) + (cleaned.get("copies") is not None) > 1:
            self.add_error(None, _("A step has one condition: tick values of one kind only."))
        elif cleaned.get("only") == Op.NE and given and len(cleaned[_field(given[0])]) > 1:
            self.add_error(_field(given[0]), _("“Is not” takes one value."))
        return cleaned

    def read(self) -> Stage:
        """Give the stage that was typed."""
        cleaned = self.cleaned_data
        ticked = [*cleaned["duties"], *cleaned["units"], *cleaned["posts"]]
        kept = [who for who in self.stage.who if who in ticked]
        mode = cleaned["mode"]
        return Stage(
            key=self.stage.key,
            name=cleaned["name"],
            kind=cleaned["kind"],
            who=(*kept, *(who for who in ticked if who not in kept)),
            mode=mode,
            quorum=(cleaned["quorum"] or 0) if mode == Mode.QUORUM else 0,
            due_wd=cleaned["due_wd"],
            when=self._condition(),
            returns_to=None if cleaned["returns_to"] == NOBODY else cleaned["returns_to"],
        )

    def _condition(self) -> Condition | None:
        cleaned = self.cleaned_data
        if cleaned["copies"] is not None:
            return Condition("copies", cleaned["copies_op"] or Op.GE.value, cleaned["copies"])
        for fact in _FACTS:
            values = tuple(cleaned[_field(fact)])
            if values and cleaned["only"] == Op.NE:
                return Condition(fact, Op.NE.value, values[0])
            if values:
                return (
                    Condition(fact, Op.IN.value, values)
                    if len(values) > 1
                    else Condition(fact, Op.EQ.value, values[0])
                )
        return None

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def _keep_unknown(self, stage: Stage) -> None:
        """Offer what the stage asks for and this office does not have, so that it can be seen and unticked."""
        offered = {key for name in ("duties", "units", "posts") for key, _l in self.fields[name].choices}  # type: ignore[attr-defined]
        for who in stage.who:
            if who not in offered:
                field = {"unit": "units", "post": "posts"}.get(who.partition(":")[0], "duties")
                self.fields[field].choices.append((who, said(who)))  # type: ignore[attr-defined]


def _initial(stage: Stage) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "name": stage.name,
        "kind": stage.kind,
        "mode": stage.mode,
        "quorum": stage.quorum or None,
        "due_wd": stage.due_wd,
        "returns_to": NOBODY if stage.returns_to is None else stage.returns_to,
        "duties": stage.who,
        "units": stage.who,
        "posts": stage.who,
    }
    when = stage.when
    if when is not None and when.field == "copies":
        initial |= {"copies": when.value, "copies_op": when.op}
    elif when is not None:
        initial[_field(when.field)] = when.value if isinstance(when.value, tuple) else (when.value,)
        initial["only"] = Op.NE.value if when.op == Op.NE else Op.IN.value
    return initial


def _field(fact: str) -> str:
    return f"when_{fact}" if fact in ("kind", "unit") else fact


def _duties(stage: Stage) -> list[tuple[str, Any]]:
    duties = [(f"duty:{duty.value}", duty.label) for duty in Duty if duty is not Duty.ADMINISTRATOR]
    return [(SIGNER, said(SIGNER)), *duties] if stage.kind == StageKind.SIGNATURE else duties


def _named(post: Post, absent: Mapping[int, str]) -> str:
    name = f"{post.person.full_name} – {post.title}, {post.unit.name}"
    return f"{name} ({absent[post.pk]})" if post.pk in absent else name


class SampleForm(forms.Form):
    """A letter nobody has written, to look ahead with."""

    kind = forms.ChoiceField(label=_("Kind of letter"))
    unit = forms.ChoiceField(label=_("Drafting unit"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    signer = forms.ChoiceField(label=_("Signer"))
    copies = forms.IntegerField(label=_("Copies"), required=False, min_value=0, max_value=10**6)

    def __init__(self, *args: Any, units: Sequence[Unit], signers: Sequence[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        self.signers = {str(post.pk): post for post in signers}
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            (key, f"{post.person.full_name}, {post.title}") for key, post in self.signers.items()
        ]


class UploadForm(forms.Form):
    """A BPMN file to take the stages of the draft from."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("BPMN 2.0 file"), help_text=_("At most 512 KiB. The draft takes its steps.")
    )
