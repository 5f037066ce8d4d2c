"""What reviewers choose: which interviews to see, and what becomes of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import HeldSubmission, Submission, SubmissionVersion, Survey
from surveys.queries import review
from surveys.templatetags.submissions import ISSUES

ANY = [("", _("all"))]
NOTE_LENGTH = 2_000


class InboxForm(forms.Form):
    """Which interviews stand in the inbox, and in which order; what is left blank lets all in."""

    state = forms.ChoiceField(required=False, choices=[*ANY, *Submission.State.choices])
    text = forms.CharField(label=_("Case or instance ID"), required=False, max_length=100)
    code = forms.ChoiceField(label=_("What was noticed"), required=False)
    interviewer = forms.ChoiceField(label=_("Interviewer"), required=False)
    stratum = forms.ChoiceField(label=_("Stratum"), required=False)
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[*ANY, *Submission.Source.choices]
    )
    pilot = forms.ChoiceField(
        label=_("Pilot"),
        required=False,
        choices=[*ANY, ("no", _("without the pilot")), ("yes", _("the pilot only"))],
    )
    files = forms.ChoiceField(
        label=_("Attachments"),
        required=False,
        choices=[*ANY, ("missing", _("some have not come yet"))],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(review.NEWEST, _("newest first")), (review.OLDEST, _("oldest first"))],
    )

    def __init__(self, *args: object, survey: Survey, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = [(str(person.pk), str(person)) for person in review.interviewers(survey)]
        strata = [(name, name) for name in review.strata(survey)]
        self.fields["code"].choices = [*ANY, *ISSUES.items()]
        self.fields["interviewer"].choices = [*ANY, *people]
        self.fields["stratum"].choices = [*ANY, *strata]

    @property
    def order_by(self) -> str:
        return self.chosen("order") or review.NEWEST

    def chosen(self, name: str) -> str:
        """The value of one filter; blank where it was not given, or is none."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def conditions(self) -> dict[str, str]:
        """The filters besides the state, as `queries.review.inbox` takes them."""
        names = ("code", "interviewer", "stratum", "source", "pilot", "files", "text")
        return {name: self.chosen(name) for name in names}

    @property
    def kept(self) -> str:
        """The address's query that keeps these filters, without the sheet's number."""
        query = self.data.copy()
        for name in list(query):
            if name not in self.fields or not query[name]:
                del query[name]
        return query.urlencode()


class DecisionForm(forms.Form):
    """What becomes of interviews; who rejects one or gives it back says why."""

    STATES = {
        "approve": Submission.State.APPROVED,
        "reject": Submission.State.REJECTED,
        "return": Submission.State.RETURNED,
        "hold": Submission.State.ON_HOLD,
    }
    decision = forms.ChoiceField(
        choices=[(name, name) for name in STATES],
        error_messages={
            "required": _("Choose to approve, to hold, to return or to reject."),
            "invalid_choice": _("Choose to approve, to hold, to return or to reject."),
        },
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Needed for all but approval; the interviewer reads it where one is returned or rejected."
        ),
    )

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        needs_note = found.get("decision") in ("reject", "return", "hold")
        if needs_note and not found.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write why, so that others know what is amiss."))
        return found

    @property
    def state(self) -> str:
        return self.STATES[self.cleaned_data["decision"]]


class HeldForm(forms.Form):
    """What becomes of a held content, and why."""

    decision = forms.ChoiceField(choices=HeldSubmission.Decision.choices)
    note = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why; the reason stays with the content.")},
    )


class VersionsForm(forms.Form):
    """Which two versions of an interview are compared, and how they are shown."""

    first = forms.ChoiceField(label=_("Before"), required=False)
    second = forms.ChoiceField(label=_("After"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("what differs")), ("all", _("everything"))],
    )

    def __init__(
        self,
        *args: object,
        versions: list[SubmissionVersion],
        languages: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        numbers = [
            (str(each.number), _("Version %(number)s") % {"number": each.number})
            for each in versions
        ]
        self.fields["first"].choices = numbers
        self.fields["second"].choices = numbers
        self.fields["language"].choices = [("all", _("Side by side")), *languages]
        last = len(versions)
        self.usual = {"first": str(max(last - 1, 1)), "second": str(last), "language": "all"}

    def chosen(self) -> dict[str, str]:
        """The choices, with the newest change where none or a wrong one was made."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {**given, **{name: given[name] or usual for name, usual in self.usual.items()}}
