"""What the beginning of an interview, a new instance and a change of an answer set off.

What an action has set is kept like an answer. So an action of the beginning, or of an instance, is
due as long as nothing is kept of what it sets. The instances that a count asks for are made when
somebody gets there, as on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from surveys.instrument.actions import Effects, Set, first_load, follow, new_instance
from surveys.instrument.data_types import fits
from surveys.instrument.filling import as_collected
from surveys.instrument.nodes import Repeat
from surveys.instrument.questionnaire import Questionnaire
from surveys.interviewing.kept import Kept
from surveys.interviewing.running import Circumstances, Place, RunningInterview, is_on

ROUNDS = 4
"""What is set at the beginning may ask for instances, and these for more inside."""


def run(questionnaire: Questionnaire, kept: Kept, circumstances: Circumstances) -> RunningInterview:
    """The interview with everything done that is due."""
    running = RunningInterview(questionnaire, kept, circumstances)
    for _ in range(ROUNDS if running.program.effects else 0):
        due = _due(running)
        if not due:
            break
        running = RunningInterview(questionnaire, running.kept.with_answers(due), circumstances)
    return running


def after_answers(running: RunningInterview, answers: Mapping[str, str]) -> Kept:
    """What is kept after these answers; those that change are taken in the order of the sheet.

    An answer that stands as it stood is not given anew: what another one sets there holds.
    """
    effects = running.program.effects
    if not effects.following:
        return running.kept.with_answers(answers)
    changed = {
        key: raw
        for key, raw in answers.items()
        if key in running.places and _written(running.places[key], raw) != _raw(running.places[key])
    }
    after: dict[str, str] = dict(answers)
    for key, place in running.places.items():
        if key in changed:
            place.scope.answer(place.slot, _written(place, changed[key]))
            after[key] = changed[key]
            after |= _named(running, follow(effects, place.scope, place.slot))
    return running.kept.with_answers(after)


def _due(running: RunningInterview) -> dict[str, str]:
    """What the beginning and the new instances set, by key."""
    effects, kept = running.program.effects, running.kept.answers
    if _is_new(running, effects):
        _open_first_instances(running, effects)
        done = first_load(effects, running.interview)
        for place in list(running.places.values()):
            if place.slot.node.name in running.circumstances.fixed:
                done += follow(effects, place.scope, place.slot)
    else:
        done = [
            each
            for key, place in running.places.items()
            if isinstance(place.slot.node, Repeat) and _is_begun_now(running, effects, key, place)
            for each in new_instance(effects, place.scope)
        ]
    fixed = running.circumstances.fixed
    done = [(scope, slot) for scope, slot in done if not fixed.get(slot.node.name)]
    return {key: raw for key, raw in _named(running, done).items() if key not in kept}


def _is_new(running: RunningInterview, effects: Effects) -> bool:
    """Whether the interview begins: nothing is kept of what its beginning sets."""
    targets = {effect.target for effect in effects.first}
    known, fixed = running.kept.answers, running.circumstances.fixed
    outside = [
        key
        for key, place in running.places.items()
        if place.slot in targets
        and place.scope.parent is None
        and not fixed.get(place.slot.node.name)
    ]
    return any(key not in known for key in outside) or (bool(targets) and not known)


def _is_begun_now(running: RunningInterview, effects: Effects, key: str, place: Place) -> bool:
    targets = {effect.target for effect in effects.begun.get(place.slot.template, ())}
    if not targets or not _is_reached(running, place):
        return False
    known = running.kept.answers
    return any(
        each.slot in targets and each.scope is place.scope and inner not in known
        for inner, each in running.places.items()
        if inner.startswith(f"{key}/")
    )


def _is_reached(running: RunningInterview, place: Place) -> bool:
    reached = running.circumstances.reached
    if reached is None or place.slot.count is None:
        return True
    return any(is_on(place, page) for page in running.pages[: reached + 1])


def _open_first_instances(running: RunningInterview, effects: Effects) -> None:
    """Let each outer repeat have its first instance, which a phone has from the beginning."""
    wanted = {effect.target.template for effect in effects.first}
    for key, repeat in list(running.repeats.items()):
        template = repeat.slot.template
        if template in wanted and not repeat.scope.repeats.get(template.number):
            running.open_instance(key)


def _named(running: RunningInterview, done: Iterable[Set]) -> dict[str, str]:
    """The texts that were set, by key."""
    keys = {(place.scope, place.slot): key for key, place in running.places.items()}
    return {keys[each]: each[0].raw[each[1].index] or "" for each in done if each in keys}


def _raw(place: Place) -> str:
    return place.scope.raw[place.slot.index] or ""


def _written(place: Place, raw: str) -> str:
    """An answer as it stands in the interview."""
    question = place.question
    return as_collected(question, raw) if fits(raw, question.data_type) else raw
