"""What the repository holds, and what it must not hold."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The bracketed letters keep these rules from matching themselves.
REGISTRY_HOSTS = re.compile(
    r"p[y]pi\.org|pythonhoste[d]|registry\.npmj[s]|npmj[s]\.(com|org)"
    r"|(deb|security|ftp)\.debia[n]\.org"
)
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|raise NotImplementedErro[r])\b")
LONGEST_FILE = 350
LOCK_FILES = sorted(ROOT.glob("requirements*.txt"))


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listing.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def texts():
    for path in tracked_files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def test_no_package_registry_is_named():
    named = [
        f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}"
        for path, text in texts()
        for match in REGISTRY_HOSTS.finditer(text)
    ]
    assert named == []


@pytest.mark.parametrize("host", ["gro.ipyp", "gro.detsohnohtyp.selif", "gro.naibed.bed"])
def test_the_registry_rule_can_fail(host):
    assert REGISTRY_HOSTS.search(f"https://{host[::-1]}/simple")


@pytest.mark.parametrize("lock", LOCK_FILES, ids=lambda path: path.name)
def test_lock_files_carry_hashes_and_no_address(lock):
    text = lock.read_text()
    for forbidden in ("://", "--index-url", "--extra-index-url", "--find-links", "file:"):
        assert forbidden not in text
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert requirements
    for requirement in requirements:
        assert "==" in requirement
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked_files()
        if path.suffix == ".py" and not {"migrations", "reference"} & set(path.parts)
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_nothing_is_left_unfinished():
    found = [
        str(path) for path, text in texts() if path.suffix == ".py" and UNFINISHED.search(text)
    ]
    assert found == []


def test_data_copied_into_tests_says_where_it_is_from():
    """A folder of test data has a provenance file, in itself or in a folder above it."""
    data = {
        path.parent
        for path in tracked_files()
        if ROOT / "tests" in path.parents and path.suffix in {".csv", ".json", ".xml", ".xlsx"}
    }
    silent = [
        str(folder.relative_to(ROOT))
        for folder in data
        if not any(
            (above / name).is_file()
            for above in (folder, *folder.parents)
            if ROOT / "tests" in above.parents
            for name in ("PROVENANCE.md", "README.md")
        )
    ]
    assert silent == []
