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


class CodesField(forms.MultipleChoiceField):
    """Several codes of one list; its value is written as a submission writes it."""

    def __init__(self, *, raw: str, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.CheckboxSelectMultiple, initial=raw.split(), **kwargs
        )
        self.raw = raw

    def clean(self, value: Any) -> str:
        chosen = super().clean(value)
        same = sorted(chosen) == sorted(self.raw.split())
        return self.raw if same else " ".join(chosen)


class TextField(forms.CharField):
    """What was written, with its line ends as they were."""

    def __init__(self, *, raw: str, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, max_length=LONGEST, initial=raw, **kwargs)
        self.raw = raw

    def clean(self, value: Any) -> str:
        written = super().clean(value).replace("\r\n", "\n")
        return self.raw if written == self.raw.replace("\r\n", "\n") else written


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
    """One field for each answer that may be changed, named by its path."""

    def __init__(self, *args: Any, draft: Correction, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="answer-%s", **kwargs)
        language = get_language() or "en"
        self.sections = draft.sections
        for section in self.sections:
            for entry in section.entries:
                if is_editable(entry):
                    offered = draft.offers.get(entry.path, entry.question.choices)
                    self.fields[entry.path] = _field(entry, offered, language)
                    self.fields[entry.path].question = entry.question  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """What was sent, by path, for the fields that were sent."""
        self.is_valid()
        return {path: self.cleaned_data[path] for path in self.fields if path in self.cleaned_data}

    def blocks(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """The fields under their sections; sections without fields are left out."""
        found = [
            (section, [self[each.path] for each in section.entries if each.path in self.fields])
            for section in self.sections
        ]
        return [(section, fields) for section, fields in found if fields]


def _field(entry: Entry, offered: tuple[Choice, ...], language: str) -> forms.Field:
    """The field of an answer: the choices that other answers leave, and what was sent besides."""
    question, raw = entry.question, entry.raw or ""
    label = label_in(question.labels, language) or question.name
    common = {"raw": raw, "label": label, "help_text": label_in(question.hints, language)}
    listed = {each.name: label_in(each.labels, language) or each.name for each in offered}
    filtered = question.choice_filter or question.choice_nodes
    if question.kind in ("select_one", "select_multiple") and (listed or filtered):
        several = question.kind == "select_multiple"
        sent = raw.split() if several else [raw] if raw else []
        unknown = [(code, f"{code} (?)") for code in sent if code not in listed]
        options = [*((code, f"{words} ({code})") for code, words in listed.items()), *unknown]
        if several:
            return CodesField(choices=options, **common)
        return TextField(widget=forms.Select(choices=[("", "—"), *options]), **common)
    if question.data_type == "string" and ("multiline" in question.appearance or len(raw) > 80):
        return TextField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    keyboard = KEYBOARDS.get(question.data_type)
    widget = forms.TextInput(attrs={"inputmode": keyboard} if keyboard else {})
    return TextField(widget=widget, **common)
