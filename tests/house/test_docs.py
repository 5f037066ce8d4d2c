"""The documents name what there is: every command, every setting, every file they link to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not {".venv", "var", "node_modules"} & set(path.parts)
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
TEST = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")
PATH = re.compile(r"`((?:tests|surveys|portal|courses|briefs|benchmarks|docs)/[\w./-]+\.\w+)`")


def test_every_verb_of_run_is_in_the_readme():
    script = (ROOT / "run").read_text()
    verbs = set(
        re.findall(r"^  ([a-z]+)\)", script[script.index("# ── the commands") :], re.MULTILINE)
    )
    assert verbs == {"demo", "serve", "manage", "check", "test", "lock"}
    readme = (ROOT / "README.md").read_text()
    assert {verb for verb in verbs if f"./run {verb}" not in readme} == set()


def test_every_management_command_is_documented():
    text = (ROOT / "docs" / "commands.md").read_text()
    commands = {
        path.stem
        for path in ROOT.glob("*/management/commands/*.py")
        if not path.stem.startswith("_")
    }
    assert {name for name in commands if f"`{name}" not in text} == set()


def test_every_setting_is_documented_and_no_other():
    code = "".join(path.read_text() for path in (ROOT / "portal" / "settings").glob("*.py"))
    read = set(re.findall(r'"(PORTAL_[A-Z_]+)"', code))
    documented = set(re.findall(r"`(PORTAL_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert read == documented


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    broken = [
        target
        for target in LINK.findall(document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_tests_and_files_exist(document):
    text = document.read_text()
    missing = [
        name
        for name, target in TEST.findall(text)
        if f"\ndef {name}(" not in (document.parent / target).read_text()
    ]
    missing += [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    assert missing == []


def test_the_methods_page_names_a_proof_in_every_row_with_a_source():
    rows = [
        [cell.strip() for cell in line[1:-1].split("|")]
        for line in (ROOT / "docs/methods.md").read_text().splitlines()
        if line.startswith("|")
    ]
    heads = [place for place, row in enumerate(rows) if row[-1] == "Proof"]
    assert len(heads) == 4
    proved = [row for row in rows if len(row) == 4 and row[-1] not in ("Proof", "---")]
    assert len(proved) > 35
    unproved = [row[0] for row in proved if not TEST.search(row[-1]) and ".json" not in row[-1]]
    assert unproved == []
