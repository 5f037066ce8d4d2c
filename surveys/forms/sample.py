"""A sample to plan and draw."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.errors import Problem
from surveys.forms.uploads import TableField
from surveys.problems import sentence, sentences


class ReferenceForm(forms.Form):
    """The table of a reference sample with its origin."""

    name = forms.RegexField(
        r"^[\w-]+\Z",
        label=_("Name"),
        max_length=80,
        error_messages={"invalid": _("Letters, digits, hyphens and underscores only.")},
        help_text=_("The plan names it so. A table of the same name is replaced."),
    )
    table = TableField(
        label=_("Table"),
        help_text=_(
            "A CSV file in UTF-8, of twenty megabytes at most: a line per person, with weights and "
            "with the covariates of the plan in the same codes."
        ),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The survey and who carried it out.")
    )
    source_chinese = forms.CharField(label=_("Source in Chinese"), max_length=300, required=False)
    date = forms.DateField(
        label=_("Reference date"), widget=forms.DateInput(attrs={"type": "date"})
    )

    @property
    def origin(self) -> str | dict[str, str]:
        """The source as a text, or as one per language where there are two."""
        source, chinese = self.cleaned_data["source"], self.cleaned_data["source_chinese"]
        return {"en": source, "zh-hans": chinese} if chinese else source

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Show every problem with its place, what was found, and what to do."""
        self.add_error("table", sentences(problems))


class NamesField(forms.CharField):
    """Column names, separated by commas."""

    def to_python(self, value: object) -> list[str]:
        text = super().to_python(value)
        return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]


def _share(label: object, initial: float) -> forms.FloatField:
    return forms.FloatField(label=label, initial=initial)


def _wish(label: object, help_text: object) -> forms.FloatField:
    return forms.FloatField(label=label, help_text=help_text, required=False)


class SampleForm(forms.Form):
    """A frame and how a sample is drawn from it; the plan's own reader checks the values."""

    frame = TableField(
        label=_("Frame"),
        required=False,
        help_text=_(
            "A CSV file in UTF-8, of twenty megabytes at most; choose it again for each step. "
            "Without a file, the units of the demonstration’s population are the frame, with the "
            "columns unit, city, work and persons."
        ),
    )
    completes = forms.IntegerField(
        label=_("Interviews wanted"),
        initial=3000,
        required=False,
        help_text=_("May stay empty where a precision is wanted; more are planned where it asks."),
    )
    margin = _wish(
        _("Margin of error wanted"),
        _("At most this, as 0.03 for three percentage points; of the proportion below."),
    )
    variation = _wish(
        _("Coefficient of variation wanted"), _("At most this, as 0.1 for ten per cent.")
    )
    difference = _wish(
        _("Difference that must show"),
        _("Between two groups as large as a part, as 0.05 for five percentage points."),
    )
    parts = forms.ChoiceField(
        label=_("Reached in"),
        choices=[
            ("all", _("the sample as a whole")),
            ("strata", _("each stratum")),
            ("domains", _("each domain")),
        ],
        initial="all",
    )
    power = _share(_("Power of the test of a difference"), 0.8)
    confidence = _share(_("Confidence"), 0.95)
    strata = NamesField(
        label=_("Columns of strata"),
        required=False,
        initial="city, work",
        help_text=_("Columns of the frame, separated by commas."),
    )
    cluster = forms.CharField(
        label=_("Column of clusters"),
        required=False,
        help_text=_("Where a line is a person: clusters are drawn first, then persons in them."),
    )
    measure = forms.CharField(
        label=_("Column of sizes"),
        required=False,
        initial="persons",
        help_text=_("Where a line is a cluster: lines are drawn in proportion to this number."),
    )
    take = forms.IntegerField(label=_("Interviews per cluster"), initial=12)
    order = NamesField(
        label=_("Sort keys"),
        required=False,
        help_text=_("Columns; the sample then spreads evenly over the sorted list."),
    )
    method = forms.ChoiceField(
        label=_("Allocation"),
        choices=[
            ("proportional", _("In proportion to the strata")),
            ("power", _("In proportion to a power of the strata")),
            ("equal", _("The same for all strata")),
            ("neyman", _("By size and standard deviation (Neyman)")),
        ],
        initial="power",
    )
    exponent = _share(_("Power"), 0.5)
    spreads = forms.CharField(
        label=_("Standard deviations"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For Neyman’s allocation: one stratum a line, such as HZ × 1 = 0.4"),
    )
    minimum = forms.IntegerField(label=_("At least, per stratum"), initial=24)
    domains = NamesField(
        label=_("Domains"),
        required=False,
        help_text=_("Some of the strata columns, for which a minimum holds too."),
    )
    domain_minimum = forms.IntegerField(label=_("At least, per domain"), initial=0)
    eligible = _share(_("Share eligible"), 0.85)
    contacted = _share(_("Share of these contacted"), 0.8)
    answering = _share(_("Share of these answering"), 0.75)
    icc = _share(_("Intraclass correlation"), 0.05)
    cv_of_weights = _share(_("Coefficient of variation of the weights"), 0.55)
    share = _share(_("Proportion whose precision is shown"), 0.5)
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        help_text=_("The same frame, plan and seed give the same sample."),
    )

    @property
    def groups(self) -> Iterator[tuple[object, list[forms.BoundField]]]:
        """The fields under their headings."""
        for heading, first, last in (
            (_("Frame"), "frame", "frame"),
            (_("Interviews, or the precision wanted"), "completes", "confidence"),
            (_("How it is drawn"), "strata", "order"),
            (_("How it is shared out"), "method", "domain_minimum"),
            (_("What is expected"), "eligible", "share"),
            (_("Draw"), "seed", "seed"),
        ):
            names = [*self.fields]
            inside = names[names.index(first) : names.index(last) + 1]
            yield heading, [self[name] for name in inside]

    def clean_spreads(self) -> dict[str, float]:
        spreads = {}
        for line in filter(str.strip, self.cleaned_data["spreads"].splitlines()):
            label, _sign, number = line.rpartition("=")
            try:
                spreads[label.strip()] = float(number)
            except ValueError:
                words = _("“%(line)s”: expected a stratum, = and a number.") % {"line": line}
                self.add_error("spreads", words)
        return spreads

    def document(self, tables: Mapping[str, Iterable[str]]) -> dict[str, dict[str, object]]:
        """The values as a plan document with these tables and keys."""
        return {
            name: {key: self.cleaned_data[key] for key in keys} for name, keys in tables.items()
        }

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show every problem at the field its place ends with, or above the form."""
        for problem in problems:
            place = next((key for key in self.fields if f" › {key}" in problem.where), None)
            self.add_error(place, sentence(problem))
