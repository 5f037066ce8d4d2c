"""What somebody typed into the page of a plan, with what the pressed button does to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from surveys import queries
from surveys.files import Reading
from surveys.forms.plan_fields import REPLICATES, posted
from surveys.models import Survey
from surveys.plans.replicates import KEYS, ReplicatePlan
from surveys.plans.sections import Sections, are_apart, cut, parse
from surveys.plans.shown import shown_in, with_shown
from surveys.plans.step_texts import (
    StepText,
    insert_step,
    joined,
    move_step,
    remove_step,
    step_of,
    steps_of,
)
from surveys.plans.suggestions import suggested_replicates, suggested_step
from surveys.plans.toml_text import is_whole, remarks, with_value
from surveys.plans.weighting.reading import STEPS

TOP = "the-plan"
BUTTONS = re.compile(r"(up|down|remove):([1-9][0-9]{0,2})")


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan in sections, or as one text.

    `focus` is the id of what was just added, moved or opened, `gone` are the remarks of a step that
    was removed.
    """

    sections: Sections
    against: str
    text: str | None = None
    focus: str = ""
    gone: tuple[str, ...] = ()

    @property
    def steps(self) -> list[StepText]:
        return steps_of(self.sections.steps) or []

    @property
    def values(self) -> dict[str, str]:
        """The values of the form."""
        sections = {name: getattr(self.sections, name) for name in Sections.__dataclass_fields__}
        return {**sections, "plan": self.text or "", "against": self.against}


def edited(survey: Survey, post: QueryDict) -> Edited:
    """What was sent, with the step that a button adds, moves or removes."""
    against = post.get("against", "")
    if post.get("view") == "text":
        text = _typed(post, "plan")
        now = Edited(cut(text), against, text)
        return replace(in_fields(now), focus=TOP) if "fields" in post else now
    sections = Sections(**{name: _typed(post, name) for name in Sections.__dataclass_fields__})
    sections = replace(
        sections,
        steps=_steps(sections.steps, post),
        replicates=_replicates(sections.replicates, post),
    )
    now = in_fields(Edited(sections, against))
    if now.text is not None:
        return now
    if "text" in post:
        return replace(now, text=sections.text, focus=TOP)
    return _pressed(survey, now, post)


def _typed(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\r\n", "\n")


def in_fields(now: Edited) -> Edited:
    """The plan in fields, or as text where its steps are not to be told apart."""
    text = now.sections.text if now.text is None else now.text
    broken = now.text is not None and not is_whole(now.text)
    if broken or steps_of(now.sections.steps) is None or not are_apart(now.sections):
        return replace(now, text=text)
    return replace(now, text=None)


def _pressed(survey: Survey, now: Edited, post: QueryDict) -> Edited:
    """The plan after the button was pressed, if it is one of those that change it."""
    kind, pressed = post.get("insert"), BUTTONS.fullmatch(post.get("step", ""))
    steps, place, gone = now.sections.steps, 0, ()
    if kind in STEPS:
        steps, place = insert_step(steps, suggested_step(kind, *_suggestions(survey, now.sections)))
    elif pressed and pressed[1] == "remove":
        number = int(pressed[2])
        gone = tuple(each for step in now.steps[number - 1 : number] for each in remarks(step.text))
        steps = remove_step(steps, number)
    elif pressed:
        by = -1 if pressed[1] == "up" else 1
        steps, place = move_step(steps, int(pressed[2]), by)
    changed = steps != now.sections.steps
    focus = f"step-{place}" if place else TOP if changed else ""
    return replace(now, sections=replace(now.sections, steps=steps), focus=focus, gone=gone)


def _steps(text: str, post: QueryDict) -> str:
    """The steps with what was sent for their fields."""
    steps = steps_of(text)
    if steps is None:
        return text
    sent = [_step(step, post, f"step-{number}") for number, step in enumerate(steps, 1)]
    return joined(sent) if sent != steps else text


def _step(step: StepText, post: QueryDict, prefix: str) -> StepText:
    if f"{prefix}-text" in post:
        text = _typed(post, f"{prefix}-text").strip("\n")
        return step_of(text) or StepText(text, {})
    record = STEPS.get(step.kind)
    now = shown_in(record, step.table) if record else None
    if record is None or now is None or post.get(f"{prefix}-kind") != step.kind:
        return step
    text = with_shown(step.text, record, now, posted(record, post, prefix))
    return step_of(text) or step


def _replicates(text: str, post: QueryDict) -> str:
    """The table of replicates with what was sent for its fields."""
    if f"{REPLICATES}-text" in post:
        return _typed(post, f"{REPLICATES}-text")
    if f"{REPLICATES}-method" not in post or not is_whole(text):
        return text
    table = parse(text, "").get(REPLICATES, {})
    now = shown_in(ReplicatePlan, table)
    then = posted(ReplicatePlan, post, REPLICATES)
    if now is None or then["method"] == "":
        # Without replicates only the remarks are left.
        return "\n".join(remarks(text)) if then["method"] == "" else text
    if then["method"] == now["method"]:
        own = ("method", *KEYS.get(str(now["method"]), ()))
        return with_shown(text, ReplicatePlan, now, {name: then[name] for name in own})
    return _by_method(text, table, str(then["method"]))


def _by_method(text: str, table: Mapping[str, Any], method: str) -> str:
    """The table of another method: what only the former one used goes."""
    new = suggested_replicates(method)
    if not table:
        return "\n".join([*remarks(text), new])
    values = parse(new, "")[REPLICATES]
    for name in table.keys() - values.keys():
        text = with_value(text, name, None)
    for name in [each for each in values if each == "method" or each not in table]:
        text = with_value(text, name, values[name])
    return text


def _suggestions(survey: Survey, sections: Sections) -> tuple[list[str], list[str]]:
    """The strata and the margins that the texts name, as far as they can be read."""
    reading = Reading()
    rest = reading.attempt(parse, sections.rest, "") or {}
    totals = reading.attempt(parse, sections.totals, "") or {}
    design, tables = rest.get("design", {}), totals.get("control_totals", {})
    strata = design.get("strata", []) if isinstance(design, Mapping) else []
    tables = tables if isinstance(tables, Mapping) and tables else queries.control_totals(survey)
    return list(strata), [name for name, table in tables.items() if "numeric" not in table]
