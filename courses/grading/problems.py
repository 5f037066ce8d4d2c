"""Why a question cannot be marked fairly."""

from courses.grading.items import MULTIPLE_CHOICE, NUMERIC, Item


def item_problems(item: Item) -> tuple[str, ...]:
    """The codes of all problems of a question; empty when it is sound."""
    found = () if any(item.stem.values()) else ("no_stem",)
    return found + (_number_problems(item) if item.type == NUMERIC else _option_problems(item))


def _number_problems(item: Item) -> tuple[str, ...]:
    checks = {
        "no_value": item.value is None,
        "negative_tolerance": item.tolerance < 0
        or any(known.tolerance < 0 for known in item.known_errors),
        "known_error_is_right": item.value is not None
        and any(abs(known.value - item.value) <= item.tolerance for known in item.known_errors),
    }
    return tuple(code for code, wrong in checks.items() if wrong)


def _option_problems(item: Item) -> tuple[str, ...]:
    right = sum(option.correct for option in item.options)
    several = item.type == MULTIPLE_CHOICE
    checks = {
        "too_few_options": len(item.options) < 2,
        "no_right_option": right == 0,
        "several_right_options": right > 1 and not several,
        "all_options_right": several and 0 < right == len(item.options),
    }
    return tuple(code for code, wrong in checks.items() if wrong)
