"""The demonstration's episodes: small, playable, and spoken as their scripts say."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import briefs
from briefs.recordings import read_recording
from briefs.transcripts import read_chapters, read_transcript

FOLDER = Path(briefs.__file__).parent / "fixtures" / "podcasts"
EPISODES = tomllib.loads((FOLDER / "episodes.toml").read_text())["episodes"]
NAMES = [f"{one['slug']}.{language}" for one in EPISODES for language in ("en", "zh-hans")]


def script(name):
    """The titles of a script's chapters, and who says what."""
    lines = (FOLDER / "scripts" / f"{name}.txt").read_text().splitlines()
    turns = [line.replace("：", ":", 1).split(":", 1) for line in lines if line and line[0] != "#"]
    titles = [line[2:] for line in lines if line.startswith("# ")]
    return titles, [(speaker, words.strip()) for speaker, words in turns]


@pytest.mark.parametrize("name", NAMES)
def test_recording_transcript_and_chapters_fit_each_other_and_the_script(name):
    with (FOLDER / f"{name}.mp3").open("rb") as file:
        recording = read_recording(file, f"{name}.mp3")
    assert 90 < recording.duration < 180
    assert recording.size < 700_000
    cues, wrong = read_transcript((FOLDER / f"{name}.vtt").read_text(), recording.duration)
    marks, unfit = read_chapters((FOLDER / f"{name}.chapters.txt").read_text(), recording.duration)
    assert (wrong, unfit) == ((), ())
    titles, turns = script(name)
    assert [mark.title for mark in marks] == titles
    assert [(cue.speaker, cue.text) for cue in cues] == turns


def test_nothing_lies_beside_the_episodes():
    assert sorted(path.stem for path in FOLDER.glob("*.mp3")) == sorted(NAMES)


def test_the_speaking_script_says_what_it_misses(tmp_path):
    call = [sys.executable, FOLDER / "speak.py", tmp_path]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "missing, see PROVENANCE.md" in ended.stderr
    assert "file" in ended.stderr
    assert "model.onnx" in ended.stderr
