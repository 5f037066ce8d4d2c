"""What is wrong with formulae, in sentences that say what to write instead."""

from django.utils.translation import gettext as _

from portal.formulae.drawing import to_svg
from portal.formulae.errors import FormulaError
from portal.formulae.mathml import to_mathml
from portal.formulae.text import formulae_in, loose_in


def check(latex: str) -> None:
    """Raise `FormulaError` unless the formula can be shown on screen and on paper."""
    to_svg(to_mathml(latex), alt=latex)


def formula_problems(*texts: str) -> list[str]:
    """All that would be shown wrongly of the `$…$` in these texts or HTML, each problem once."""
    problems = []
    for latex in dict.fromkeys(latex for text in texts for latex in formulae_in(text)):
        try:
            check(latex)
        except FormulaError as error:
            problems.append(
                _("The formula “$%(formula)s$”: %(problem)s") % {"formula": latex, "problem": error}
            )
    problems += [
        _(
            "“%(found)s” would be shown as it is typed. A formula begins and ends with “$” in one "
            "paragraph, with nothing bold, italic or linked and no new line inside."
        )
        % {"found": found}
        for found in dict.fromkeys(found for text in texts for found in loose_in(text))
    ]
    return [*problems, _("If a dollar sign is meant, write “\\$”.")] if problems else []
