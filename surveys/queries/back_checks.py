"""What the page of the back-checks reads: those drawn, and how far two interviews agree."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from surveys.collection.back_checks import Agreement, Pair, agreement
from surveys.collection.rows import column_names
from surveys.instrument.nodes import Question, Repeat
from surveys.models import BackCheck, Survey
from surveys.queries import newest_version, questionnaire_of


def drawn(survey: Survey) -> QuerySet[BackCheck]:
    """The back-checks with their interviews, those that wait first."""
    large = [
        f"{side}__{name}"
        for side in ("submission", "second")
        for name in ("row", "repeats", "issues", "notices")
    ]
    return (
        survey.back_checks.select_related(
            "submission__unit", "submission__interviewer", "second__interviewer", "second__unit"
        )
        .defer(*large)
        .order_by("second__received_at", "submission__unit__case_id")
    )


def comparable(survey: Survey) -> Mapping[str, Question]:
    """Questions outside repeats of the newest questionnaire, by column."""
    version = newest_version(survey)
    if version is None:
        return {}
    form = questionnaire_of(version)
    repeated = tuple(f"{node.path}/" for node in form.walk() if isinstance(node, Repeat))
    return {
        column: form.questions[path]
        for path, column in column_names(form).items()
        if form.questions[path].asked
        and form.questions[path].data_type != "binary"
        and not path.startswith(repeated or ("//",))
    }


def agreement_of(survey: Survey, questions: Mapping[str, Question]) -> Agreement:
    """The agreement of the pairs that are complete, in these questions."""
    pairs = survey.back_checks.filter(second__isnull=False)
    rows = pairs.values_list("submission__interviewer__email", "submission__row", "second__row")
    return agreement((Pair(name or "—", first, second) for name, first, second in rows), questions)
