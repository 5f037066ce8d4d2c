"""Formulae: LaTeX becomes MathML for the screen and, from that same MathML, a drawing for paper.

    LaTeX ──source──▶ checked LaTeX ──mathml──▶ MathML ──drawing──▶ SVG
                                        text: `$…$` inside running text becomes one or the other

What would be shown wrongly is refused with a `FormulaError` that says what to write instead.
"""

from portal.formulae.drawing import to_svg
from portal.formulae.errors import FormulaError
from portal.formulae.mathml import to_mathml
from portal.formulae.problems import check, formula_problems
from portal.formulae.text import formulae_in, with_formulae

__all__ = [
    "FormulaError",
    "check",
    "formula_problems",
    "formulae_in",
    "to_mathml",
    "to_svg",
    "with_formulae",
]
