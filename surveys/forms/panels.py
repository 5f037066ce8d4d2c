"""A panel: its people, how they are recruited, and whom a wave asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys.collection.conventions import RECONTACT_QUESTION
from surveys.errors import Problem
from surveys.forms.fields import FilterForm, moment_field
from surveys.forms.units import UnitListForm
from surveys.forms.uploads import TableField
from surveys.models import PanelMember, Survey, Wave
from surveys.problems import sentences
from surveys.services.waves import Choice

NEVER_BY_HAND = PanelMember.State.WITHDRAWN
STATES = [(state, label) for state, label in PanelMember.State.choices if state != NEVER_BY_HAND]
INTERVIEWS, CASES = "interviews", "cases"
Questions = Callable[[Iterable[Survey]], Collection[str]]
"""Tells the names of the questions that these surveys ask."""


def _day(label: object, help_text: object = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class PanelForm(forms.Form):
    """A panel to begin."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def __init__(self, taken: Collection[str], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.taken = taken

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name in self.taken:
            raise forms.ValidationError(_("This survey has a panel of this name already."))
        return name


class PanelFilter(FilterForm):
    """The members that are shown."""

    member = forms.CharField(label=_("Member"), required=False, max_length=40)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *PanelMember.State.choices]
    )
    consent = forms.ChoiceField(
        label=_("Agreed to be asked again"),
        required=False,
        choices=[("", _("all")), ("yes", _("yes")), ("no", _("no"))],
    )


class MemberListForm(UnitListForm):
    """The file of a list of members."""

    file = TableField(
        label=_("List of members"),
        help_text=_(
            "A CSV file or an Excel workbook with any of: member_id, name, phone, email, address, "
            "language, consented_on (the day they agreed to be asked again, as 2026-05-31), state "
            "(active or moved), stratum, psu, base_weight, recruited_from (survey/case). A member "
            "without member_id is given one. Further columns are kept as known before the interview. "
            "Nothing is stored before you have seen what changes."
        ),
    )


class RecruitForm(forms.Form):
    """The people of a survey who join."""

    survey = forms.ChoiceField(label=_("Survey"))
    people = forms.ChoiceField(
        label=_("Who"),
        choices=[
            (INTERVIEWS, _("people with an interview")),
            (CASES, _("all cases that have no other outcome")),
        ],
    )
    question = forms.CharField(
        label=_("Question of consent"),
        required=False,
        max_length=64,
        help_text=_(
            "Only people join who answered it with one of these codes. Without a question everybody "
            "joins, but nobody is asked before the day of their consent is known."
        ),
    )
    codes = forms.CharField(label=_("Codes of consent"), required=False, initial="1", max_length=64)
    consented_on = _day(
        _("Agreed otherwise on"), _("Where everybody has agreed in another way, such as by letter.")
    )

    def __init__(
        self, surveys: Iterable[Survey], home: Survey, asked: Questions, *args: object
    ) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.surveys = {each.slug: each for each in surveys}
        self.asked = asked
        self.fields["survey"].choices = [(slug, str(each)) for slug, each in self.surveys.items()]
        self.fields["survey"].initial = home.slug
        if RECONTACT_QUESTION in asked([home]):
            self.fields["question"].initial = RECONTACT_QUESTION

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        question, survey = found.get("question"), found.get("survey")
        if not question or not survey:
            return found
        if found.get("people") == CASES:
            self.add_error("question", _("Cases without interview have answered no question."))
        elif question not in self.asked([self.surveys[str(survey)]]):
            self.add_error(
                "question", _("The survey's questionnaire has no question of this name.")
            )
        if not str(found.get("codes") or "").split():
            self.add_error("codes", _("Say which answers mean consent."))
        if found.get("consented_on"):
            self.add_error("consented_on", _("Either a question or a day."))
        return found


class WaveForm(forms.Form):
    """Who is asked in which survey, and what is known of them."""

    survey = forms.ChoiceField(label=_("Survey"), help_text=_("Its cases; also for another round."))
    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    answered = forms.TypedChoiceField(
        label=_("With an interview in"), required=False, coerce=int, empty_value=None
    )
    size = forms.IntegerField(
        label=_("At most"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_(
            "Members, drawn at random; their weights grow accordingly. Empty: all of them."
        ),
    )
    seed = forms.IntegerField(label=_("Seed"), initial=1, min_value=0, max_value=2**31)
    carried = forms.CharField(
        label=_("Earlier answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One question a line: c_hours fills the question c_hours in advance and tells a_c_hours. "
            "With c_hours = last_hours it is known as last_hours instead. Whoever opens the link "
            "sees them."
        ),
    )
    inviting = forms.BooleanField(label=_("Make personal links"), required=False, initial=True)
    expires_at = moment_field(_("Links expire"), help_text=_("Empty: with the survey."))

    def __init__(
        self,
        surveys: Iterable[Survey],
        waves: Sequence[Wave],
        strata: Iterable[str],
        home: Survey,
        asked: Questions,
        *args: object,
    ) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.surveys = {each.slug: each for each in surveys}
        self.earlier = [home, *(each.survey for each in waves)]
        self.asked = asked
        self.fields["survey"].choices = [(slug, str(each)) for slug, each in self.surveys.items()]
        self.fields["survey"].initial = home.slug
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]
        self.fields["answered"].choices = [
            ("", _("no matter")), *((each.number, f"{each.number} · {each.survey}") for each in waves)
        ]  # fmt: skip

    def clean_carried(self) -> dict[str, str]:
        carried: dict[str, str] = {}
        problems: list[Problem] = []
        text = self.cleaned_data["carried"]
        known = self.asked(self.earlier) if text.strip() else ()
        target = self.surveys.get(self.cleaned_data.get("survey", ""))
        places = self.asked([target]) if target and text.strip() else ()
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            question, _sign, name = (part.strip() for part in line.partition("="))
            name = name or question
            where = f"{_('Line')} {number}"
            if question not in known:
                problems.append(Problem("carried_question", where, question or "—"))
            elif name not in places and f"a_{name}" not in places:
                problems.append(Problem("carried_place", where, name))
            carried[name] = question
        if problems:
            raise forms.ValidationError(sentences(problems))
        return carried

    @property
    def choice(self) -> Choice:
        """Who is asked."""
        found = self.cleaned_data
        return Choice(found["stratum"], found["answered"], found["size"], found["seed"])


class MemberForm(forms.Form):
    """What is known of a member now."""

    state = forms.ChoiceField(label=_("State"), choices=STATES)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("not known")), *settings.LANGUAGES],
    )
    consented_on = _day(_("Agreed to be asked again on"), _("Empty: the person is not asked."))
    name = forms.CharField(label=_("Name of the person"), required=False, max_length=200)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, member: PanelMember, *args: object) -> MemberForm:
        """The form with what is known of a member."""
        names = ("state", "language", "consented_on")
        return cls(*args, initial={name: getattr(member, name) for name in names})  # type: ignore[arg-type]

    @property
    def values(self) -> dict[str, object]:
        """The values as the service takes them."""
        found = dict(self.cleaned_data)
        contact = {name: found.pop(name) for name in ("name", "phone", "email", "address")}
        return {**found, "contact": contact}
