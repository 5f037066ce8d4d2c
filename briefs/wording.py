"""What people are told about files, transcripts and chapters that cannot be taken."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from briefs.recordings import LARGEST, Unplayable
from briefs.transcripts import Problem

SHOWN = 20
"""Problems that are told at once; a text with more of them is something else altogether."""

RECORDING: Mapping[str, str | Promise] = {
    "wrong_extension": _("The file's name ends in “%(found)s”. Choose a file in .mp3 or .m4a."),
    "no_extension": _(
        "The file's name does not say what it is. Choose a file whose name ends in .mp3 or .m4a."
    ),
    "empty": _("The file is empty. Choose it again, or export the recording anew."),
    "too_large": _(
        "The file has %(found)s bytes; the most is %(most)s. Export it with a lower bit rate: "
        "speech needs 64 kilobits per second at most."
    ),
    "not_audio": _(
        "Nothing in this file can be played, whatever its name says. Export the recording as MP3 "
        "or M4A and choose the new file."
    ),
    "other_kind": _(
        "This is an .%(found)s file under another name. Rename it and choose it again."
    ),
    "cut_off": _(
        "The file is damaged or cut off: it can be played for %(found)s seconds only, and "
        "announces more. Export the recording anew or copy it again."
    ),
}

TEXT: Mapping[str, str | Promise] = {
    "no_header": _("Line %(line)s is “%(found)s”. A WebVTT text begins with a line WEBVTT."),
    "no_cues": _("There is no cue. Expected a time line and, below it, what is said."),
    "no_time": _(
        "Line %(line)s, “%(found)s”: expected a time line such as 00:01.000 --> 00:04.500."
    ),
    "bad_time": _(
        "Line %(line)s, “%(found)s”: these times cannot be read. Expected, for example, "
        "00:01.000 --> 00:04.500 or 01:02:03.000 --> 01:02:05.250."
    ),
    "no_words": _(
        "Line %(line)s: nothing is said between these times. Add the words or delete it."
    ),
    "ends_before_start": _("Line %(line)s, “%(found)s”: it ends before it begins."),
    "out_of_order": _("Line %(line)s, “%(found)s”: it begins before the one above it."),
    "behind_the_end": _(
        "Line %(line)s, “%(found)s”: it ends after the recording. Is this the transcript of "
        "another recording?"
    ),
    "no_chapter": _(
        "Line %(line)s, “%(found)s”: expected a time and a title, such as 2:05 Who pays."
    ),
    "chapter_out_of_order": _(
        "Line %(line)s, “%(found)s”: a chapter begins later than the one above it."
    ),
    "chapter_behind_the_end": _("Line %(line)s, “%(found)s”: it begins after the recording's end."),
}


def refusal(error: Unplayable) -> str:
    """Why a file of sound is refused, and what to do."""
    return str(RECORDING[error.code]) % {"found": error.found, "most": LARGEST}


def sentences(problems: Iterable[Problem]) -> list[str]:
    """One sentence per problem of a text, the first twenty."""
    found = list(problems)
    told = [
        str(TEXT[problem.code]) % {"line": problem.line, "found": problem.found}
        for problem in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        words = ngettext(
            "There is %(count)s more problem.", "There are %(count)s more problems.", more
        )
        told.append(words % {"count": more})
    return told
