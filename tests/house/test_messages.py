"""Every message belongs to a problem that can occur, and every problem has its message."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from surveys.errors import MESSAGES

ROOT = Path(__file__).parents[2]


def product_modules() -> Iterator[ast.Module]:
    """The modules of portal and surveys, without those that hold the messages themselves."""
    for path in sorted([*ROOT.glob("portal/**/*.py"), *ROOT.glob("surveys/**/*.py")]):
        text = path.read_text("utf-8")
        if "\nregister(\n" not in text:
            yield ast.parse(text)


def pattern(part: ast.expr) -> str:
    """A regular expression of the text that a part of a code stands for."""
    if isinstance(part, ast.JoinedStr):
        return "".join(pattern(each) for each in part.values)
    return re.escape(part.value) if isinstance(part, ast.Constant) else ".+"


def raised(module: ast.Module) -> set[str]:
    """Patterns of the codes that are written where a problem is made."""
    return {
        pattern(node.args[0])
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Problem"
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    }


def literals(module: ast.Module) -> set[str]:
    """All texts of a module: a code may reach its problem through a table or a variable."""
    return {
        re.escape(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_problem_has_a_message():
    patterns = set().union(*map(raised, product_modules()))
    assert len(patterns) > 50
    silent = [each for each in patterns if not any(re.fullmatch(each, code) for code in MESSAGES)]
    assert silent == []


def test_every_message_can_occur():
    modules = list(product_modules())
    texts = set().union(*map(literals, modules))
    joined = [each for module in modules for each in raised(module) if ".+" in each]
    idle = [
        code
        for code in MESSAGES
        if re.escape(code) not in texts and not any(re.fullmatch(each, code) for each in joined)
    ]
    assert idle == []


def test_a_composed_code_is_read_as_a_pattern():
    module = ast.parse('Problem(f"{outcome}_not_spread", where, found)')
    assert raised(module) == {".+_not_spread"}
