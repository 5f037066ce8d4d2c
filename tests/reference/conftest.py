"""`pytest tests/reference --reference-dir DIR`: any folder of cases in this format."""

from pathlib import Path

import pytest

from tests.reference.reading import cases_in
from tests.reference.summary import lines

HERE = Path(__file__).parent
PROPERTY = "reference case"


def pytest_addoption(parser):
    parser.addoption(
        "--reference-dir", type=Path, default=HERE, help="folder of reference cases to run"
    )


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        folder = metafunc.config.getoption("--reference-dir", HERE)
        cases = cases_in(folder.resolve())
        if not cases:
            raise pytest.UsageError(f"no reference cases in {folder}")
        metafunc.parametrize("case", cases, ids=lambda case: case.id)


def pytest_terminal_summary(terminalreporter):
    rows = [
        value
        for status in ("passed", "failed")
        for report in terminalreporter.stats.get(status, [])
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if rows:
        terminalreporter.section("reference cases")
        for line in lines(rows):
            terminalreporter.write_line(line)
