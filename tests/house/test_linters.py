"""The tools that hold the house in order; each one's findings are the failure's message."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
TOOLS = {
    "ruff finds no fault": ["ruff", "check", "."],
    "ruff would change no line": ["ruff", "format", "--check", "."],
    "mypy accepts the survey stages in strict mode": ["mypy"],
    "import contracts are kept": ["lint-imports", "--no-cache"],
}


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    tool = shutil.which(command[0], path=str(BIN))
    assert tool, f"{command[0]} is not installed beside {sys.executable}"
    return subprocess.run(
        [tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS.keys())
def test_tool(command):
    outcome = run(command)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_templates_are_formatted():
    templates = [str(path) for path in ROOT.glob("*/templates/**/*.html")]
    outcome = run(["djade", "--check", "--target-version", "5.2", *templates])
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
