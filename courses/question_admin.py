"""The question bank in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from courses.models import Question, QuestionKnownError, QuestionOption
from courses.question_problems import missing_languages, problems_of
from portal.snippets import SnippetViewSet

MOST_OPTIONS = 12
MOST_KNOWN_ERRORS = 8


class QuestionForm(WagtailAdminModelForm):
    """The form of a question; tells all its problems at once."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for problem in problems_of(self._question(cleaned).item()):
                self.add_error(None, problem)
        return cleaned

    def _question(self, cleaned: dict[str, Any]) -> Question:
        """The question as the form has it, not saved."""
        names = {field.name for field in Question._meta.concrete_fields}
        question = Question(**{name: cleaned[name] for name in names & cleaned.keys()})
        question.options = [QuestionOption(**row) for row in self._rows("options")]
        question.known_errors = [QuestionKnownError(**row) for row in self._rows("known_errors")]
        return question

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """The sound rows of a table of the form, without what is there for editing only."""
        return [
            {
                field: value
                for field, value in row.cleaned_data.items()
                if field not in ("id", "ORDER", "DELETE", "question")
            }
            for row in self.formsets[name].forms
            if row.is_valid() and row.has_changed() and not row.cleaned_data.get("DELETE")
        ]


def languages_column(question: Question) -> str:
    """The languages in which the question is not complete."""
    return ", ".join(missing_languages(question.item()))


class QuestionViewSet(SnippetViewSet):
    """Questions, listed by name."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    add_to_admin_menu = True
    menu_order = 265
    list_display = [
        "name",
        Column("get_type_display", label=_("Type")),
        Column(languages_column, label=_("Not complete in")),
    ]
    list_filter = ["type"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("type"),
            FieldPanel("stem"),
            InlinePanel(
                "options",
                heading=_("Answers to choose"),
                label=_("Answer"),
                help_text=_("For the types “choice of one” and “choice of several”."),
                max_num=MOST_OPTIONS,
            ),
            FieldPanel("statement_is_true"),
            MultiFieldPanel(
                [FieldPanel("value"), FieldPanel("tolerance"), FieldPanel("unit")],
                heading=_("Number with tolerance"),
            ),
            InlinePanel(
                "known_errors",
                heading=_("Known mistakes"),
                label=_("Known mistake"),
                help_text=_("For the type “number”: wrong numbers that learners often get."),
                max_num=MOST_KNOWN_ERRORS,
            ),
            MultiFieldPanel(
                [
                    FieldPanel("feedback_right"),
                    FieldPanel("feedback_wrong"),
                    FieldPanel("explanation"),
                ],
                heading=_("Feedback"),
            ),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Question.objects.prefetch_related("options", "known_errors")


@hooks.register("before_delete_snippet", order=-1)  # says more than what holds for all snippets
def keep_released_questions(
    request: HttpRequest, instances: Iterable[Model]
) -> HttpResponse | None:
    """A question that a released course relies on is not deleted."""
    questions = [each for each in instances if isinstance(each, Question)]
    kept = Question.objects.filter(pk__in=[each.pk for each in questions], versions__isnull=False)
    names = "”, “".join(kept.distinct().values_list("name", flat=True))
    if not names:
        return None
    text = gettext(
        "Released courses rely on “%(names)s”. Take it out of lessons instead of deleting it."
    )
    messages.error(request, text % {"names": names})
    return redirect(QuestionViewSet().get_url_name("list"))
