"""Forms of weighting steps and replicates, made of what their records may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.words import sentence_gap
from surveys.errors.fields import Allowed, Choice, Flag, Margin, Names, allowed_in, defaults_of
from surveys.forms.plan_words import CHOICES, HELP, LABELS, RARELY_CHANGED
from surveys.forms.weighting import LONGEST_TEXT
from surveys.plans.replicates import KEYS, ReplicatePlan
from surveys.plans.shown import Shown, shown_in
from surveys.plans.step_texts import StepText
from surveys.plans.weighting.reading import STEPS

Options = Iterable[tuple[str, str]]
REPLICATES = "replicates"


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be ticked: columns for classes, and tables of control totals, with their words."""

    variables: Options = ()
    margins: Options = ()


class RecordForm(forms.Form):
    """The fields of one record; without a record, or where they cannot say all of it, its text.

    Nothing is refused here: the reader of plans says what is wrong, and the page puts it down at
    its field.
    """

    def __init__(
        self,
        record: type | None,
        table: Mapping[str, Any],
        text: str,
        offered: Offered,
        prefix: str,
    ):
        kind = getattr(record, "kind", "")
        self.shown = shown_in(record, table) if record else None
        self.record, self.kind = record, kind or table.get("kind", "")
        values: Mapping[str, Shown] = {"text": text} if self.shown is None else self.shown
        super().__init__(
            {f"{prefix}-{name}": value for name, value in values.items()}, prefix=prefix
        )
        if self.shown is None or record is None:
            editor = forms.Textarea(
                attrs={"rows": 6, "spellcheck": "false", "class": "weighing__text"}
            )
            self.fields["text"] = forms.CharField(
                label=_("As text"),
                required=False,
                max_length=LONGEST_TEXT,
                widget=editor,
                strip=False,
            )
        else:
            for name in self.names():
                self.fields[name] = self._field(name, allowed_in(record)[name], offered)
        self.full_clean()

    def names(self) -> list[str]:
        """The fields that the table may have."""
        return list(self.shown or ())

    def _field(self, name: str, allowed: Allowed, offered: Offered) -> forms.Field:
        given = (self.shown or {})[name]
        words = {
            "label": LABELS.get(f"{self.kind} {name}", LABELS[name]),
            "help_text": self._help(name),
            "required": False,
        }
        if isinstance(allowed, Flag):
            return forms.BooleanField(**words)
        if isinstance(allowed, Names):
            options = offered.variables if allowed.of == "variables" else offered.margins
            return forms.MultipleChoiceField(
                choices=_with(options, given), widget=forms.CheckboxSelectMultiple, **words
            )
        if isinstance(allowed, Margin):
            return forms.ChoiceField(choices=_with([("", "–"), *offered.margins], [given]), **words)
        if isinstance(allowed, Choice):
            return forms.ChoiceField(choices=_with(self._choices(allowed), [given]), **words)
        return forms.CharField(
            widget=forms.TextInput(attrs={"autocomplete": "off", "class": "weighing__number"}),
            **words,
        )

    def _choices(self, allowed: Choice) -> list[tuple[str, str]]:
        return [(word, str(CHOICES[word])) for word in allowed.words]

    def _help(self, name: str) -> str:
        """What a field is for, and what holds where it is left empty."""
        default = defaults_of(self.record).get(name) if self.record else None
        told = [str(HELP.get(f"{self.kind} {name}", HELP.get(name, "")))]
        if isinstance(default, int | float) and not isinstance(default, bool) and 0 < default < 1e6:
            told.append(_("Left empty: %(default)s.") % {"default": f"{default:g}"})
        return sentence_gap().join(filter(None, told))

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are shown at once."""
        return [self[name] for name in self.fields if name not in RARELY_CHANGED]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        """The fields that are shown when asked for."""
        return [self[name] for name in self.fields if name in RARELY_CHANGED]

    @property
    def rare_errors(self) -> bool:
        """Whether a problem stands at one of those."""
        return any(field.errors for field in self.rare_fields)


class ReplicatesForm(RecordForm):
    """How standard errors are computed; each method has its own fields."""

    def names(self) -> list[str]:
        method = str((self.shown or {}).get("method", ""))
        return ["method", *KEYS.get(method, ())]

    def _choices(self, allowed: Choice) -> list[tuple[str, str]]:
        return [("", str(CHOICES[""])), *super()._choices(allowed)]


def step_form(step: StepText, number: int, offered: Offered) -> RecordForm:
    """The form of a step, counted from 1."""
    return RecordForm(STEPS.get(step.kind), step.table, step.text, offered, f"step-{number}")


def replicates_form(table: object, text: str) -> ReplicatesForm:
    """The form of the table of replicates, empty without one."""
    fits = isinstance(table, Mapping) and not _useless(table)
    given: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
    record = ReplicatePlan if fits else None
    return ReplicatesForm(record, given, text, Offered(), REPLICATES)


def _useless(table: Mapping[str, Any]) -> bool:
    """Whether the table has keys that its method does not use: only its text shows them."""
    method = table.get("method")
    return bool(table.keys() - {"method", *KEYS.get(method if isinstance(method, str) else "", ())})


def posted(record: type, post: QueryDict, prefix: str) -> dict[str, Shown]:
    """What was sent for the fields of a record."""
    return {
        name: _posted(each, post, f"{prefix}-{name}") for name, each in allowed_in(record).items()
    }


def _posted(allowed: Allowed, post: QueryDict, key: str) -> Shown:
    if isinstance(allowed, Names):
        return post.getlist(key)
    return key in post if isinstance(allowed, Flag) else post.get(key, "")


def _with(options: Options, given: Iterable[str]) -> list[tuple[str, str]]:
    """The options, and what is given without being one of them."""
    known = dict(options)
    return [*known.items(), *((name, name) for name in given if name not in known)]
