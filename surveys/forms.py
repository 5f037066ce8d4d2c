"""Forms of the researcher's pages."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from surveys.errors import Problem
from surveys.models import Survey
from surveys.problems import sentence

LARGEST_WORKBOOK = 5 * 1024 * 1024
LARGEST_FILES = 50 * 1024 * 1024
LARGEST_FRAME = 20 * 1024 * 1024
LONGEST_TEXT = 200_000
MOST_REPLICATES = 500


class SurveyForm(forms.Form):
    """A survey to begin: its short name and its titles."""

    slug = forms.SlugField(
        label=_("Short name"),
        max_length=80,
        help_text=_("Letters, digits and hyphens. It stands in addresses and never changes."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Survey.objects.filter(slug__iexact=slug).exists():
            raise forms.ValidationError(_("There is a survey of this name. Choose another."))
        return slug

    @property
    def titles(self) -> dict[str, str]:
        """The titles by language."""
        return {"en": self.cleaned_data["title_en"], "zh-hans": self.cleaned_data["title_zh"]}


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files."""

    def __init__(self, **kwargs: object):
        super().__init__(widget=_SeveralFiles(), **kwargs)

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(SeveralFilesField, self).clean(each, initial) for each in given if each]
        if not cleaned and self.required:
            super().clean(None, initial)
        if sum(file.size for file in cleaned) > LARGEST_FILES:
            raise forms.ValidationError(_("The files are larger than fifty megabytes."))
        return cleaned


class FilesForm(forms.Form):
    """Lists, pictures and sounds that a questionnaire names."""

    files = SeveralFilesField(
        label=_("Files it names"),
        help_text=_("CSV lists, pictures and sounds, under the names that the questionnaire uses."),
    )

    def contents(self) -> dict[str, bytes]:
        """The files' bytes by name."""
        return {file.name: file.read() for file in self.cleaned_data["files"]}


class InstrumentForm(FilesForm):
    """A questionnaire to import, with its files."""

    workbook = forms.FileField(
        label=_("Questionnaire"),
        help_text=_(
            "An XLSForm (.xlsx, .xls, .csv or .md) or a ready XForm (.xml) of at most five megabytes."
        ),
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("A published version takes submissions and never changes again."),
    )
    open = forms.BooleanField(
        label=_("Open the survey too"),
        required=False,
        help_text=_("From then on answers are taken in as those of the survey itself."),
    )
    field_order = ("workbook", "files", "publish", "open")

    def __init__(self, *args: object, may_open: bool = False, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["files"].required = False
        if not may_open:
            del self.fields["open"]

    def clean_workbook(self) -> UploadedFile:
        workbook = self.cleaned_data["workbook"]
        if workbook.size > LARGEST_WORKBOOK:
            raise forms.ValidationError(_("The file is larger than five megabytes."))
        return workbook

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Say that the questionnaire is refused; its problems stand above the form."""
        count = len(list(problems))
        text = ngettext("Not stored: %(count)s problem.", "Not stored: %(count)s problems.", count)
        self.add_error("workbook", text % {"count": count})


class NamesField(forms.CharField):
    """Column names, separated by commas."""

    def to_python(self, value: object) -> list[str]:
        text = super().to_python(value)
        return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]


def _share(label: object, initial: float) -> forms.FloatField:
    return forms.FloatField(label=label, initial=initial)


class SampleForm(forms.Form):
    """A frame and how a sample is drawn from it; the plan's own reader checks the values."""

    frame = forms.FileField(
        label=_("Frame"),
        required=False,
        help_text=_(
            "A CSV file in UTF-8, of twenty megabytes at most; choose it again for each step. "
            "Without a file, the units of the demonstration’s population are the frame, with the "
            "columns unit, city, work and persons."
        ),
    )
    completes = forms.IntegerField(label=_("Interviews wanted"), initial=3000)
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

    def clean_frame(self) -> object:
        frame = self.cleaned_data["frame"]
        if frame and frame.size > LARGEST_FRAME:
            raise forms.ValidationError(_("The file is larger than twenty megabytes."))
        return frame

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


def _toml(label: object, rows: int, help_text: object) -> forms.CharField:
    editor = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "weighing__text"})
    return forms.CharField(
        label=label, required=False, strip=False, max_length=LONGEST_TEXT, widget=editor,
        help_text=help_text,
    )  # fmt: skip


class WeightingForm(forms.Form):
    """A plan in three texts, the plan it is compared with, and how errors are computed."""

    NO_STEPS = "base"

    steps = _toml(
        _("Weighting steps"),
        14,
        _("The steps are done in this order: eligibility, nonresponse, then control totals."),
    )
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
    variance = forms.ChoiceField(
        label=_("Standard errors"),
        choices=[
            ("linearised", _("Linearised, with the residuals of the control totals")),
            ("bootstrap", _("Bootstrap: every step is done anew in each replicate")),
        ],
        initial="linearised",
    )
    replicates = forms.IntegerField(
        label=_("Replicates"), initial=200, min_value=2, max_value=MOST_REPLICATES
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        help_text=_("For the bootstrap: the same seed draws the same replicates."),
    )

    def __init__(self, plans: Iterable[tuple[str, str]], *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        fixed = [("", _("No other plan")), (self.NO_STEPS, _("Base weights without any step"))]
        self.fields["against"].choices = [*fixed, *plans]
