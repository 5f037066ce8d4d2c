"""Where on the page the problems of a plan belong: put down at their field, and linked to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from surveys.errors import Problem
from surveys.forms.plan_fields import RecordForm
from surveys.problems import found_and_remedy
from surveys.templatetags import findings, wording

STEP = re.compile(r"weighting\.steps\[(\d+)\]")
SECTIONS = {"control_totals": "totals", "replicates": "replicates", "weighting": "steps"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem with the words of its place, and the id of what it is about, if that is here."""

    problem: Problem
    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a page; without `steps` the plan is edited as text."""

    plan: forms.Form
    steps: Sequence[RecordForm] = ()
    replicates: RecordForm | None = None

    def place(self, problems: Iterable[Problem], name: str) -> list[Placed]:
        """Every problem in its place; those of the plan of this name also at their field."""
        return [
            self._placed(problem, name)
            if problem.where.startswith(name)
            else self._of_text(problem)
            for problem in problems
        ]

    def _placed(self, problem: Problem, name: str) -> Placed:
        path = problem.where.split(" › ")[1:]
        numbered = STEP.fullmatch(path[0]) if path else None
        if self.replicates is None:
            return _at(self.plan, "plan", problem, problem.where)
        if numbered and int(numbered[1]) <= len(self.steps):
            return self._of_step(problem, int(numbered[1]), path[1:])
        if path[:1] == ["replicates"]:
            return _within(self.replicates, problem, [_("Replicates")], path[1:], "replicates")
        section = SECTIONS.get(path[0], "rest") if path else "rest"
        return _at(self.plan, section, problem, " › ".join(path) or problem.where)

    def _of_step(self, problem: Problem, number: int, path: list[str]) -> Placed:
        form = self.steps[number - 1]
        step = _("Step %(number)s") % {"number": number}
        words = [step, findings.step(form.kind)] if form.kind else [step]
        return _within(form, problem, words, path, f"step-{number}")

    def _of_text(self, problem: Problem) -> Placed:
        """A problem of one of the texts, which go by their labels, or of something else."""
        for name in self.plan.fields:
            if str(self.plan[name].label) == problem.where:
                return _at(self.plan, name, problem, problem.where)
        return Placed(problem, problem.where)


def _at(form: forms.Form, name: str, problem: Problem, words: str) -> Placed:
    """A problem in one of the texts, which hold more than one thing: with its place."""
    told = wording.qualified(words, found_and_remedy(problem))
    form.add_error(name, told)
    return Placed(problem, words, form[name].auto_id)


def _within(
    form: RecordForm, problem: Problem, words: list[str], path: list[str], anchor: str
) -> Placed:
    """A problem of a step or of the replicates, at its field if it names one."""
    name = path[0] if path else ""
    if name in form.fields:
        form.add_error(name, found_and_remedy(problem))
        return Placed(problem, ": ".join([*words, str(form[name].label)]), form[name].auto_id)
    inner = " › ".join(path)
    form.add_error(
        None,
        wording.qualified(inner, found_and_remedy(problem)) if inner else found_and_remedy(problem),
    )
    return Placed(problem, ": ".join([*words, *filter(None, [inner])]), anchor)
