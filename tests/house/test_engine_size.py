"""The statistical engine stays small enough to be read whole."""

import ast
import io
import tokenize
from pathlib import Path

SURVEYS = Path(__file__).parents[2] / "surveys"
FOLDERS = ("numerics", "sampling", "weighting", "estimation")
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
FILES = [path for folder in FOLDERS for path in SURVEYS.joinpath(folder).rglob("*.py")]


def lines(node):
    return range(node.lineno, node.end_lineno + 1)


def code_lines(source):
    """How many lines hold code: no docstring, no comment, no blank."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    used = {
        line
        for token in tokens
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    texts = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
    return len(used.difference(*map(lines, texts)))


def test_what_counts_as_code():
    assert code_lines('"""What it is."""\n\n# Why.\ndef f():\n    return """a\nb"""\n') == 3


def test_the_engine_has_at_most_2500_lines():
    assert sum(code_lines(path.read_text()) for path in FILES) <= 2500


def test_every_function_of_the_engine_is_under_40_lines():
    long = [
        f"{path.name}: {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and len(lines(node)) >= 40
    ]
    assert long == []
