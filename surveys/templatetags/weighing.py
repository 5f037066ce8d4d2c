"""What a trial of weights shows, in words and as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.charts import Layout, Mark, Row, bars_with_interval, linear_axis
from portal.charts.svg import document
from portal.words import in_language
from surveys import problems
from surveys.errors import Problem
from surveys.findings.naming import Names
from surveys.templatetags import numbers, wording
from surveys.templatetags.findings import step, unit_name

if TYPE_CHECKING:
    from surveys.plans.estimation.estimate import Estimate
    from surveys.trials import Comparison, Reached, Trial

register = template.Library()

BESIDE_ANOTHER = Layout(250, narrow=True)
MANY_ERRORS = 0.5
"""A move that is worth a look: half a standard error."""
HELP: dict[str, Promise] = {
    "unknown_eligibility": gettext_lazy(
        "Gives the weight of cases nobody knows to be eligible to the known cases of their class."
    ),
    "nonresponse_classes": gettext_lazy(
        "Gives the weight of nonrespondents to the respondents of their class."
    ),
    "nonresponse_propensity": gettext_lazy(
        "Gives the weight of nonrespondents to respondents of a similar probability to respond, "
        "which a model estimates."
    ),
    "poststratify": gettext_lazy("Meets every cell of one table of control totals."),
    "rake": gettext_lazy("Meets several tables of control totals, one after the other, in rounds."),
    "calibrate": gettext_lazy(
        "Meets categories and numbers at once; bounds limit how far a weight may move."
    ),
    "trim": gettext_lazy(
        "Keeps weights within limits, or the design effect below one; meets the margins again."
    ),
    "normalise": gettext_lazy(
        "Makes the weights add up to a total; without one, to the number of respondents."
    ),
}


@register.filter
def step_help(kind: str) -> str:
    """What a step does."""
    return str(HELP.get(kind, ""))


@register.simple_tag
def step_buttons() -> list[tuple[str, str]]:
    """What can be done to a step, with the words of its button."""
    return [("up", _("Up")), ("down", _("Down")), ("remove", _("Remove"))]


@register.filter
def for_step(action: str, kind: str) -> str:
    """What a button does, with the step it does it to."""
    return wording.qualified(action, step(kind))


@register.filter
def told(problem: Problem) -> str:
    """A problem as a sentence."""
    return problems.sentence(problem)


@register.filter
def names_of(trial: Trial) -> Names:
    """The labels of the trial's indicators and variables."""
    return Names(trial)


@register.filter
def named(estimate: Estimate, names: Names) -> str:
    """An indicator with its level and unit."""
    level = in_language(names.of_level(estimate.name, estimate.level))
    name = wording.qualified(in_language(names.indicator(estimate.name)), level)
    return wording.with_unit(name, unit_name(estimate.unit))


@register.filter
def margin_words(reached: Reached, names: Names) -> str:
    """The variables a margin crosses, with the margin's own name."""
    variables = " × ".join(in_language(names.variable(each)) for each in reached.variables)
    return _("%(variables)s (%(margin)s)") % {"variables": variables, "margin": reached.name}


@register.filter
def level_words(level: str, marked: tuple[Reached, Names]) -> str:
    """A level of a margin in words; the variable's name for the total of a number."""
    reached, names = marked
    parts = level.split(" × ")
    if len(parts) != len(reached.variables):
        return level
    pairs = zip(reached.variables, parts, strict=True)
    return " × ".join(in_language(names.level(*pair)) for pair in pairs)


@register.filter
def beside(first: object, second: object) -> tuple[object, object]:
    """Two things as one argument."""
    return first, second


@register.filter
def in_unit(value: float | None, estimate: Estimate) -> str:
    """A value of an estimate without its unit."""
    return numbers.MISSING if value is None else numbers.bare(value, estimate.unit)


@register.filter
def change(value: float | None, estimate: Estimate) -> str:
    """A difference with its sign, with one decimal more than the estimate; shares in points."""
    if value is None:
        return numbers.MISSING
    share = estimate.unit == "share"
    places = numbers.places_for(estimate.value, estimate.unit) + 1
    rounded = round(value * (100 if share else 1), places) + 0.0
    sign = "+" if rounded > 0 else ""
    return sign + numbers.decimal(rounded, places)


@register.filter
def errors(move: float | None, estimate: Estimate) -> float:
    """The size of a difference in standard errors."""
    return abs(move or 0.0) / estimate.standard_error if estimate.standard_error else 0.0


@register.filter
def is_large(move: float | None, estimate: Estimate) -> bool:
    """Whether a difference is worth a look."""
    return errors(move, estimate) >= MANY_ERRORS


@register.filter
def standard_error(estimate: Estimate | None) -> str:
    """The standard error, in points for a share."""
    if estimate is None or estimate.standard_error is None:
        return numbers.MISSING
    return change(estimate.standard_error, estimate).removeprefix("+")


@register.filter
def found_and_remedy(problem: Problem) -> str:
    """What was found, what was expected and what to do, for a place that is seen."""
    return problems.found_and_remedy(problem)


@register.filter
def key_numbers(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """The numbers that plans are judged by, one text per plan."""
    trials = comparison.trials

    def row(label: str, texts: Iterable[str]) -> tuple[str, list[str]]:
        return label, list(texts)

    decimal = numbers.decimal
    return [
        row(_("Respondents"), (decimal(each.last.n, 0) for each in trials)),
        row(_("Sum of weights"), (decimal(each.last.total, 0) for each in trials)),
        row(_("Design effect (Kish)"), (decimal(each.last.design_effect, 3) for each in trials)),
        row(_("Effective sample size"), (decimal(each.effective_n, 0) for each in trials)),
        row(_("Smallest weight"), (decimal(each.last.minimum, 1) for each in trials)),
        row(_("Median weight"), (decimal(each.last.median, 1) for each in trials)),
        row(_("Largest weight"), (decimal(each.last.maximum, 1) for each in trials)),
        row(_("Smallest final over base weight"), (decimal(each.factors[0], 2) for each in trials)),
        row(_("Largest final over base weight"), (decimal(each.factors[1], 2) for each in trials)),
    ]


@register.simple_tag
def weight_bars(comparison: Comparison, number: int) -> SafeString:
    """The histogram of the weights of a plan, counted from 1: a bar per bin, all on one scale."""
    plans = [binned(trial, comparison.limits) for trial in comparison.trials]
    rows = [
        Row(label, (Mark(float(count)),), numbers.decimal(count, 0))
        for label, count in plans[number - 1]
    ]
    axis = linear_axis(
        [float(count) for plan in plans for _label, count in plan],
        lambda value: numbers.decimal(value, 0),
        from_zero=True,
        count=3,
    )
    words = _("Respondents by the size of their weight: %(bins)s") % {
        "bins": wording.enumerated(f"{row.label}: {row.text}" for row in rows)
    }
    drawn = bars_with_interval(rows, axis, layout=BESIDE_ANOTHER)
    # The drawing has escaped what comes from data.
    return mark_safe(document(drawn, f"weights-{number}", words))  # noqa: S308


def binned(trial: Trial, limits: tuple[float, ...]) -> list[tuple[str, int]]:
    """Each bin of weights as text, with its count."""
    from surveys.trials import histogram

    places = 0 if all(limit == round(limit) for limit in limits) else 1
    texts = [numbers.decimal(limit, places) for limit in limits]
    pairs = pairwise(texts)
    return [
        (f"{low}–{high}", count)
        for (low, high), count in zip(pairs, histogram(trial, limits), strict=True)
    ]
