"""What a formula's LaTeX may hold: known macros, pairs that close, a limit on length.

The converter lets unknown macros through as their own names, drops what stands after a percent
sign, and follows definitions and links; so everything is looked at before it is converted.
"""

import re
from difflib import get_close_matches
from functools import cache

from django.utils.translation import gettext as _

from portal.formulae.errors import FormulaError

MAX_LENGTH = 1000

ENVIRONMENTS = frozenset(
    [
        "align",
        "align*",
        "split",
        "array",
        "cases",
        "matrix",
        "pmatrix",
        "bmatrix",
        "Bmatrix",
        "vmatrix",
        "Vmatrix",
    ]
)
STRUCTURES = frozenset(
    [
        r"\frac",
        r"\dfrac",
        r"\tfrac",
        r"\binom",
        r"\dbinom",
        r"\tbinom",
        r"\sqrt",
        r"\overset",
        r"\underset",
        r"\stackrel",
        r"\substack",
        r"\left",
        r"\right",
        r"\big",
        r"\Big",
        r"\bigg",
        r"\Bigg",
        r"\bigl",
        r"\bigr",
        r"\Bigl",
        r"\Bigr",
        r"\biggl",
        r"\biggr",
        r"\Biggl",
        r"\Biggr",
        r"\overline",
        r"\underline",
        r"\overbrace",
        r"\underbrace",
        r"\bar",
        r"\hat",
        r"\tilde",
        r"\vec",
        r"\dot",
        r"\ddot",
        r"\check",
        r"\breve",
        r"\acute",
        r"\grave",
        r"\widehat",
        r"\widetilde",
        r"\begin",
        r"\end",
        r"\limits",
        r"\displaystyle",
        r"\textstyle",
        r"\text",
        r"\textbf",
        r"\textit",
        r"\textrm",
        r"\mathrm",
        r"\mathbf",
        r"\mathit",
        r"\mathbb",
        r"\mathcal",
        r"\mathscr",
        r"\mathfrak",
        r"\operatorname",
        r"\lim",
        r"\max",
        r"\min",
        r"\sup",
        r"\inf",
        r"\arg",
        r"\argmax",
        r"\argmin",
        r"\det",
        r"\Pr",
        r"\gcd",
        r"\bmod",
        r"\arccos",
        r"\arcsin",
        r"\arctan",
        r"\cos",
        r"\cosh",
        r"\cot",
        r"\coth",
        r"\csc",
        r"\deg",
        r"\dim",
        r"\exp",
        r"\ker",
        r"\ln",
        r"\lg",
        r"\log",
        r"\sec",
        r"\sin",
        r"\sinh",
        r"\tan",
        r"\tanh",
        r"\quad",
        r"\qquad",
        r"\angl",
        r"\actuarialangle",
    ]
)
"""Macros that build something, as far as screen and paper both draw it rightly."""
ESCAPES = frozenset(
    [r"\,", r"\;", r"\:", r"\!", r"\>", r"\{", r"\}", r"\|", r"\%", r"\#", r"\_", r"\\"]
) | {"\\ "}
ADVICE = {
    "aligned": r"\begin{align}",
    "equation": r"\begin{align}",
    "gather": r"\begin{align}",
    "gathered": r"\begin{align}",
    "eqnarray": r"\begin{align}",
    "dcases": r"\begin{cases}",
    "smallmatrix": r"\begin{matrix}",
    r"\prescript": r"{}_{t}p_x",
    r"\sideset": r"{}_{t}p_x",
    r"\over": r"\frac{a}{b}",
    r"\cfrac": r"\dfrac{a}{b}",
    r"\mbox": r"\text{…}",
    r"\hbox": r"\text{…}",
    r"\xrightarrow": r"\to",
    r"\implies": r"\Rightarrow",
    r"\iff": r"\Leftrightarrow",
    r"\not": r"\neq, \notin",
    r"\hspace": r"\quad",
    r"\cancel": "",
    r"\nolimits": "",
    r"\enclose": r"\angl{n}",
    r"\mathsf": r"\mathrm",
    r"\backslash": r"\setminus",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\leqslant": r"\leq",
    r"\geqslant": r"\geq",
}
"""What to write instead of what is often tried; empty where nothing replaces it."""

MACRO = re.compile(r"\\(?:[a-zA-Z]+|.|$)", re.DOTALL)
ENVIRONMENT = re.compile(r"\\(begin|end)\s*(?:\{([^{}]*)\})?")
WORDS = re.compile(r"\\(?:text(?:bf|it|rm)?|operatorname)\s*\{([^{}]*)\}")
NAME = re.compile(r"\\operatorname(?!\s*\{\s*[^{}\s])")
SPACED_BREAK = re.compile(r"\\\\\s*\[")
COLUMNS = re.compile(r"\\begin\s*\{array\}(?!\s*\{[lcr\s]*[lcr][lcr\s]*\})\s*(\S{0,12})")
ANGLE = re.compile(r"\\(?:angl|actuarialangle)(?![a-zA-Z])|\\enclose\s*\{actuarial\}")


def checked(latex: str) -> str:
    """The formula without white space around it; raises `FormulaError` for what is not allowed."""
    latex = latex.strip()
    if not latex:
        raise FormulaError(_("The formula is empty. Write LaTeX, such as v^{n}."))
    if len(latex) > MAX_LENGTH:
        raise FormulaError(
            _("The formula has %(found)d characters; %(most)d is the most. Divide it.")
            % {"found": len(latex), "most": MAX_LENGTH}
        )
    _check_characters(latex)
    _check_macros(latex)
    _check_environments(latex)
    _check_arguments(latex)
    _check_braces(latex)
    return latex


def _check_characters(latex: str) -> None:
    unprintable = next(
        (char for char in latex if not char.isprintable() and char not in "\n\t"), ""
    )
    if unprintable:
        raise FormulaError(
            _("The formula holds an invisible character (code %(code)s). Type the formula anew.")
            % {"code": f"U+{ord(unprintable):04X}"}
        )
    bare = MACRO.sub("", WORDS.sub("", latex))
    for char in "%$#":
        if char in bare:
            raise FormulaError(
                _("“%(found)s” has a meaning of its own in LaTeX. Write “\\%(found)s” instead.")
                % {"found": char}
                if char != "$"
                else _("A formula cannot hold a dollar sign. Leave out the “$” around it.")
            )
    for words in WORDS.findall(latex):
        if "\\" in words or "&" in words:
            raise FormulaError(
                _("The words “%(found)s” hold “\\” or “&”. Use plain words in \\text{…}.")
                % {"found": words}
            )


def _check_macros(latex: str) -> None:
    for macro in MACRO.findall(ANGLE.sub("", latex)):
        known = macro in STRUCTURES or macro in ESCAPES
        if not known and (macro in ADVICE or macro not in _symbols()):
            raise FormulaError(
                _unknown(macro, ADVICE[macro] if macro in ADVICE else _similar(macro))
            )


def _check_environments(latex: str) -> None:
    opened: list[str] = []
    for verb, name in ENVIRONMENT.findall(latex):
        if name not in ENVIRONMENTS:
            raise FormulaError(_unknown(f"\\{verb}{{{name}}}", ADVICE.get(name, "")))
        if verb == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise FormulaError(
                _("\\end{%(name)s} has no \\begin{%(name)s} before it. Write both.")
                % {"name": name}
            )
    if opened:
        raise FormulaError(
            _("\\begin{%(name)s} has no \\end{%(name)s} after it. Write both.")
            % {"name": opened[-1]}
        )


def _check_arguments(latex: str) -> None:
    if NAME.search(latex):
        raise FormulaError(_("\\operatorname needs a name in braces. Write \\operatorname{name}."))
    if SPACED_BREAK.search(latex):
        raise FormulaError(
            _(
                "A distance after “\\\\” would be printed as it is typed. Write “\\\\” alone, "
                "and “\\\\{}” before a bracket."
            )
        )
    if found := COLUMNS.search(latex):
        raise FormulaError(
            _(
                "\\begin{array} cannot have the columns “%(found)s”. Write one of l, c and r for "
                "each, such as \\begin{array}{lcr}."
            )
            % {"found": found[1]}
        )


def _check_braces(latex: str) -> None:
    depth = 0
    for char in re.sub(r"\\.", "", latex, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            raise FormulaError(_("A “}” has no “{” before it. Count the braces."))
    if depth:
        raise FormulaError(_("A “{” has no “}” after it. Count the braces."))


def _unknown(found: str, instead: str) -> str:
    if instead:
        return _("“%(found)s” is not known here. Write “%(instead)s” instead.") % {
            "found": found,
            "instead": instead,
        }
    return _("“%(found)s” is not known here. Write the formula without it.") % {"found": found}


def _similar(macro: str) -> str:
    structures = get_close_matches(macro, sorted(STRUCTURES), n=1, cutoff=0.75)
    symbols = get_close_matches(macro, sorted(_symbols()), n=1, cutoff=0.85)
    return next(iter(structures + symbols), "")


@cache
def _symbols() -> frozenset[str]:
    """The macros that stand for one character."""
    from latex2mathml.symbols_parser import SYMBOLS

    return frozenset(name for name in SYMBOLS if re.fullmatch(r"\\[a-zA-Z]+", name))
