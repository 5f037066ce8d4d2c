"""A list of cases to import, the filters of the list, and who gets cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.models import User
from surveys.collection.outcomes import DISPOSITIONS
from surveys.errors import Problem, SurveyError
from surveys.forms.fields import FilterForm
from surveys.forms.uploads import TableField
from surveys.models import Member, Survey
from surveys.queries import field_team
from surveys.queries import units as cases
from surveys.services.differences import Preview
from surveys.services.lists import File
from surveys.templatetags.vocabulary import OUTCOMES

LONGEST_REASON = 300


class UnitListForm(forms.Form):
    """The file; `compare` tells what it would change, and its problems, which stand above the form."""

    problems: Sequence[Problem] = ()
    file = TableField(
        label=_("List of cases"),
        help_text=_(
            "A CSV file or an Excel workbook with the column case_id, for new cases "
            "base_weight or inclusion_probability, and any of: stratum, psu, interviewer (an e-mail address), pilot (yes or "
            "no), name, phone, email, address. Further columns are kept as known before the "
            "interview; latitude and longitude tell how far from there it was held. Nothing is "
            "stored before you have seen what changes."
        ),
    )

    def __init__(self, compare: Callable[..., Preview[Any]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.compare = compare

    def clean_file(self) -> File:
        chosen = self.cleaned_data["file"]
        file = File(filename=chosen.name, content=chosen.read())
        try:
            self.problems = self.compare(**file).problems
        except SurveyError as error:
            self.problems = error.problems
        if count := len(self.problems):
            words = ngettext(
                "Not stored: %(count)s problem.", "Not stored: %(count)s problems.", count
            )
            raise forms.ValidationError(words % {"count": count})
        return file


def people_of(survey: Survey) -> list[User]:
    """Those to whom cases can be assigned: interviewers first, then the others of the team."""
    first = Member.Role.INTERVIEWER
    members = field_team(survey).select_related("user")
    ordered = sorted(members, key=lambda each: (each.role != first, str(each.user)))
    return [member.user for member in ordered]


class UnitFilter(FilterForm):
    """What the list of cases shows."""

    case = forms.CharField(label=_("Case"), required=False, max_length=64)
    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    interviewer = forms.ChoiceField(label=_("Interviewer"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    pilot = forms.ChoiceField(
        label=_("Pilot"),
        required=False,
        choices=[("", _("all")), ("no", _("without pilot")), ("yes", _("pilot only"))],
    )
    wave = forms.ChoiceField(label=_("Wave"), required=False)
    phone = forms.ChoiceField(
        label=_("Telephone"),
        required=False,
        choices=[("", _("all")), ("shared", _("same number as another case"))],
    )

    def __init__(self, data: object, survey: Survey, people: Iterable[User]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        strata = cases.strata(survey)
        self.fields["stratum"].choices = [("", _("all")), *((each, each) for each in strata)]
        self.fields["interviewer"].choices = [
            ("", _("all")),
            (cases.NOBODY, _("nobody")),
            *((str(person.pk), str(person)) for person in people),
        ]
        self.fields["outcome"].choices = [
            ("", _("all")),
            (cases.OPEN, _("open")),
            (cases.INTERVIEW, _("interview")),
            *((code, OUTCOMES[code]) for code in DISPOSITIONS),
        ]
        if drawn := [(str(wave.pk), str(wave)) for wave in cases.waves(survey)]:
            none = (cases.NO_WAVE, _("of no panel"))
            self.fields["wave"].choices = [("", _("all")), *drawn, none]
        else:
            del self.fields["wave"]


class ReasonForm(forms.Form):
    """Why contact data are read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Such as: call for a back-check. It is kept with your name and the time."),
    )
