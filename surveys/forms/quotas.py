"""A quota as it is written: a line per variable."""

from __future__ import annotations

from difflib import get_close_matches

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.errors import Problem
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Quota
from surveys.problems import sentences
from surveys.queries.quotas import STRATUM


class QuotaForm(forms.Form):
    """Who counts, how many are wanted, and what happens then."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("A quota of the same name is replaced.")
    )
    conditions = forms.CharField(
        label=_("Who counts"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One variable a line, such as: sex = 2. Several codes stand beside each other: "
            "a_city = 440100 440300. unit_stratum is the stratum of the case: all of its text is "
            "one code."
        ),
    )
    target = forms.IntegerField(label=_("Interviews wanted"), min_value=1, max_value=10_000_000)
    kind = forms.ChoiceField(label=_("Kind"), choices=Quota.Kind.choices)

    def __init__(self, questionnaire: Questionnaire | None, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        questions = questionnaire.questions.values() if questionnaire else ()
        self.choices = {
            question.name: [choice.name for choice in question.choices] for question in questions
        }

    def clean_conditions(self) -> dict[str, list[str]]:
        conditions: dict[str, list[str]] = {}
        problems: list[Problem] = []
        lines = self.cleaned_data["conditions"].splitlines()
        for number, line in enumerate(lines, start=1):
            if line.strip():
                self._read(line, f"{_('Line')} {number}", conditions, problems)
        if problems:
            raise forms.ValidationError(sentences(problems))
        return conditions

    def _read(
        self, line: str, where: str, conditions: dict[str, list[str]], problems: list[Problem]
    ) -> None:
        name, sign, text = (part.strip() for part in line.partition("="))
        codes = [text] if name == STRATUM else text.split()
        if not sign or not name or not codes or not text:
            problems.append(Problem("quota_condition", where, line.strip()))
            return
        if name != STRATUM and name not in self.choices:
            nearest = get_close_matches(name, [*self.choices, STRATUM], n=3, cutoff=0.4)
            details = {"nearest": ", ".join(nearest) or "—"}
            problems.append(Problem("quota_variable", where, name, details))
            return
        known = self.choices.get(name, [])
        strange = [code for code in codes if known and code not in known]
        if strange:
            details = {"codes": " ".join(known)}
            problems.append(Problem("quota_code", where, " ".join(strange), details))
            return
        conditions[name] = codes
