"""What is wrong with a question, in words, with the remedy; and which languages it lacks."""

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy

from courses.grading import Item, item_problems
from portal.formulae import formula_problems

WORDS = {
    "no_stem": gettext_lazy("It asks nothing. Write the question."),
    "no_value": gettext_lazy("The right number is missing. Give it, or choose another type."),
    "negative_tolerance": gettext_lazy("A tolerance is below 0. Give 0 or more."),
    "known_error_is_right": gettext_lazy(
        "A known mistake lies within the tolerance of the right number. Correct it, or lower the "
        "tolerance."
    ),
    "too_few_options": gettext_lazy("There are fewer than two answers to choose from. Add some."),
    "no_right_option": gettext_lazy("No answer is marked as right. Mark one."),
    "several_right_options": gettext_lazy(
        "More than one answer is marked as right. Mark one only, or choose the type “choice of "
        "several”."
    ),
    "all_options_right": gettext_lazy("All answers are marked as right. Add a wrong one."),
}


def problems_of(item: Item) -> list[str]:
    """All problems of a question, formulae that cannot be shown included."""
    texts = (text for words in item.texts() for text in words.values())
    return [str(WORDS[code]) for code in item_problems(item)] + formula_problems(*texts)


def missing_languages(item: Item) -> list[str]:
    """The own names of the languages in which a text is missing that is there in another."""
    return [
        get_language_info(code)["name_local"]
        for code, _name in settings.LANGUAGES
        if any(any(words.values()) and not words.get(code) for words in item.texts())
    ]
