"""A plan as it is edited: the texts that no field stands for, and what it is compared with."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 200_000
NO_STEPS = "base"


def _toml(label: object, rows: int, help_text: object = "") -> forms.CharField:
    editor = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "weighing__text"})
    return forms.CharField(
        label=label, required=False, strip=False, max_length=LONGEST_TEXT, widget=editor,
        help_text=help_text,
    )  # fmt: skip


class PlanForm(forms.Form):
    """The sections of a plan or its whole text, whichever is edited."""

    plan = _toml(_("The whole plan as text"), 40)
    steps = _toml(_("Weighting steps"), 14)
    replicates = _toml(_("Replicates"), 4)
    totals = _toml(
        _("Control totals"),
        12,
        _("One table per margin. Levels are codes of the data; margins of one step add up alike."),
    )
    rest = _toml(
        _("Design, derived variables and indicators"),
        14,
        _("The rest of the plan; what it estimates is shown under the diagnostics."),
    )
    against = forms.ChoiceField(label=_("Compare with"), required=False)

    def __init__(self, plans: Iterable[tuple[str, str]], *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        fixed = [("", _("No other plan")), (NO_STEPS, _("Base weights without any step"))]
        self.fields["against"].choices = [*fixed, *plans]
