"""Transcripts and chapters: what is read, and which problems are told, with their lines."""

import pytest

from briefs.transcripts import (
    Chapter,
    Cue,
    Problem,
    clock,
    gap_after,
    passages,
    read_chapters,
    read_transcript,
)


def cue(start="00:01.000", end="00:02.000", words="Hello"):
    return f"{start} --> {end}\n{words}\n"


def test_a_transcript_is_its_cues_in_order():
    text = """WEBVTT - sickness benefits

NOTE made by a computer
and checked

STYLE
::cue { color: white }

first
00:00.500 --> 00:02.000 align:start
<v Host>Who pays when a
courier falls ill?</v>

01:02:03.004 --> 01:02:05.000
That is <i>R&amp;D</i>.
"""
    cues, problems = read_transcript(text)
    assert problems == ()
    assert cues == (
        Cue(0.5, 2.0, "Host", "Who pays when a courier falls ill?"),
        Cue(3723.004, 3725.0, "", "That is R&D."),
    )


def test_windows_line_ends_and_a_byte_order_mark_are_read():
    cues, problems = read_transcript("\ufeffWEBVTT\r\n\r\n" + cue().replace("\n", "\r\n"))
    assert (len(cues), problems) == (1, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem(1, "no_header", "")),
        ("Host: Hello", Problem(1, "no_header", "Host: Hello")),
        ("WEBVTTX\n\n" + cue(), Problem(1, "no_header", "WEBVTTX")),
        ("WEBVTT\n", Problem(1, "no_cues", "")),
        ("WEBVTT\n\nHello there", Problem(3, "no_time", "Hello there")),
        ("WEBVTT\n\n" + cue("0:01.0"), Problem(3, "bad_time", "0:01.0 --> 00:02.000")),
        ("WEBVTT\n\n" + cue("00:61.000"), Problem(3, "bad_time", "00:61.000 --> 00:02.000")),
        ("WEBVTT\n\n" + cue(words="<v Host></v>"), Problem(3, "no_words", "00:01.000 --> 00:02.000")),
        ("WEBVTT\n\n" + cue("00:02.000"), Problem(3, "ends_before_start", "Hello")),
        ("WEBVTT\n\n" + cue("00:10.000", "00:12.500"), Problem(3, "behind_the_end", "Hello")),
    ],
)  # fmt: skip
def test_a_problem_names_its_line(text, problem):
    assert read_transcript(text, duration=10)[1] == (problem,)


def test_all_problems_are_told_at_once():
    text = "WEBVTT\n\n" + "\n".join([cue("00:05.000", "00:06.000"), cue(), "words\n", cue("x")])
    codes = [(problem.line, problem.code) for problem in read_transcript(text)[1]]
    assert codes == [(6, "out_of_order"), (9, "no_time"), (11, "bad_time")]


def test_the_last_cue_may_end_a_moment_late():
    assert read_transcript("WEBVTT\n\n" + cue(end="00:10.900"), duration=10)[1] == ()


def test_chapters_are_a_time_and_a_title():
    chapters, problems = read_chapters("0:00 Welcome\n\n2:05  Who pays\n1:02:03 The end\n")
    assert problems == ()
    assert chapters == (Chapter(0, "Welcome"), Chapter(125, "Who pays"), Chapter(3723, "The end"))


def test_problems_of_chapters_name_their_lines():
    text = "Welcome\n1:00 One\n1:00 Two\n2:75 Three\n9:00 Four"
    codes = [(problem.line, problem.code) for problem in read_chapters(text, duration=500)[1]]
    assert codes == [
        (1, "no_chapter"),
        (3, "chapter_out_of_order"),
        (4, "no_chapter"),
        (5, "chapter_behind_the_end"),
    ]


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (125.9, "2:05"), (3723, "1:02:03")])
def test_times_are_shown_as_listeners_read_them(seconds, shown):
    assert clock(seconds) == shown


def spoken(*speakers):
    return [Cue(place, place + 1, speaker, str(place)) for place, speaker in enumerate(speakers)]


def read(found):
    return [
        (
            passage.chapter and passage.chapter.title,
            [(turn.speaker, len(turn.cues)) for turn in passage.turns],
        )
        for passage in found
    ]


def test_the_transcript_is_read_by_chapter_and_turn():
    cues = spoken("A", "A", "B", "A")
    assert read(passages(cues, [Chapter(0, "One"), Chapter(2, "Two")])) == [
        ("One", [("A", 2)]),
        ("Two", [("B", 1), ("A", 1)]),
    ]


def test_without_chapters_and_before_the_first_one_there_is_no_heading():
    assert read(passages(spoken("A"), [])) == [(None, [("A", 1)])]
    assert read(passages(spoken("A", "B"), [Chapter(1, "One")])) == [
        (None, [("A", 1)]),
        ("One", [("B", 1)]),
    ]


def test_a_space_stands_between_sentences_except_after_chinese():
    sentences = ["It depends.", "要看法律。", "So it does."]
    assert [gap_after(each) for each in sentences] == [" ", "", " "]
