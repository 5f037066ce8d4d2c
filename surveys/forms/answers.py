"""The answers of an interview as fields that a person can change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.collection.transcript import Entry, Section
from surveys.forms.review import NOTE_LENGTH
from surveys.instrument.nodes import Choice
from surveys.services.editing import Correction, is_editable
from surveys.templatetags.transcripts import label_in

LONGEST = 20_000
KEYBOARDS = {"int": "numeric", "decimal": "decimal"}


TEXT = forms.CharField(max_length=LONGEST, required=False, strip=False)


class CodesField(forms.MultipleChoiceField):
    """Several codes of one list; its value is written as a submission writes it."""

    def __init__(self, *, raw: str, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.CheckboxSelectMultiple, initial=raw.split(), **kwargs
        )
        self.raw = raw

    def clean(self, value: Any) -> str:
        chosen = super().clean(value)
        TEXT.clean(" ".join(chosen))
        same = sorted(chosen) == sorted(self.raw.split())
        return self.raw if same else " ".join(chosen)


class TextField(forms.CharField):
    """What was written, with its line ends as they were; what stood there may stay as it is."""

    def __init__(self, *, raw: str, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, max_length=LONGEST, initial=raw, **kwargs)
        self.raw = raw

    def clean(self, value: Any) -> str:
        if str(value or "").replace("\r\n", "\n") == self.raw.replace("\r\n", "\n"):
            return self.raw
        return super().clean(value).replace("\r\n", "\n")


class CorrectionForm(forms.Form):
    """Why the answers are changed, and whether broken rules are kept on purpose."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the answers are changed.")},
    )
    anyway = forms.BooleanField(label=_("Save although these rules are broken"), required=False)


class AnswersForm(forms.Form):
    """One field for each answer that may be changed, named by its path.

    A question that was not on the page that was sent keeps what stands there.
    """

    def __init__(self, *args: Any, draft: Correction, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="answer-%s", **kwargs)
        self.draft = draft
        if self.is_bound:
            self.data = self.data.copy()
        for section in draft.sections:
            for entry in section.entries:
                if is_editable(entry):
                    self._add(entry)

    def _add(self, entry: Entry) -> None:
        path, question = entry.path, entry.question
        offered = self.draft.offers.get(path, question.choices)
        chosen = self.data.getlist(path) if self.is_bound else []
        field = _field(entry, offered, chosen, get_language() or "en")
        field.question = question  # type: ignore[attr-defined]
        field.brought_up = self.is_bound and f"has:{path}" not in self.data  # type: ignore[attr-defined]
        if field.brought_up:  # type: ignore[attr-defined]
            initial = field.initial
            self.data.setlist(path, initial if isinstance(initial, list) else [initial])
        self.fields[path] = field

    @property
    def faults(self) -> dict[str, list[str]]:
        """What no answer can be, by path; an entry that goes has none."""
        return {path: told for path, told in self.errors.items() if not self.draft.goes(path)}

    @property
    def brought_up(self) -> list[str]:
        """The questions that were not on the page that was sent."""
        return [path for path, field in self.fields.items() if field.brought_up]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """What was sent, by path, where it can be an answer."""
        self.is_valid()
        sent = self.fields.keys() - self.brought_up
        return {path: self.cleaned_data[path] for path in sent if path in self.cleaned_data}

    def blocks(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """The fields under their sections; sections without fields are left out."""
        found = [
            (section, [self[each.path] for each in section.entries if each.path in self.fields])
            for section in self.draft.sections
        ]
        return [(section, fields) for section, fields in found if fields]


def _field(
    entry: Entry, offered: tuple[Choice, ...], chosen: list[str], language: str
) -> forms.Field:
    """The field of an answer: the choices that other answers leave, and what stands there or was
    `chosen` besides.
    """
    question, raw = entry.question, entry.raw or ""
    label = label_in(question.labels, language) or question.name
    common = {"raw": raw, "label": label, "help_text": label_in(question.hints, language)}
    listed = {each.name: label_in(each.labels, language) or each.name for each in offered}
    filtered = question.choice_filter or question.choice_nodes
    if question.kind in ("select_one", "select_multiple") and (listed or filtered):
        several = question.kind == "select_multiple"
        present = [*(raw.split() if several else [raw]), *chosen]
        unknown = [
            (code, f"{code} (?)") for code in dict.fromkeys(present) if code and code not in listed
        ]
        options = [*((code, f"{words} ({code})") for code, words in listed.items()), *unknown]
        if several:
            return CodesField(choices=options, **common)
        return TextField(widget=forms.Select(choices=[("", "—"), *options]), **common)
    if question.data_type == "string" and ("multiline" in question.appearance or len(raw) > 80):
        return TextField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    keyboard = KEYBOARDS.get(question.data_type)
    widget = forms.TextInput(attrs={"inputmode": keyboard} if keyboard else {})
    return TextField(widget=widget, **common)
