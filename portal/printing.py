"""The print shop: HTML becomes a tagged PDF (PDF/UA-1), SVG a PNG. The only user of WeasyPrint.

Rendering happens in a child process with limits on memory, CPU and wall time: it takes hundreds of
megabytes that a long-lived process would never give back. The document must stand alone: nothing
but `data:` addresses is ever fetched. The same HTML gives the same bytes.
"""

from __future__ import annotations

import ctypes.util
import io
import logging
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import Any

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 120
WALL_SECONDS = 180
PROGRESS = "progress "
"""How a line begins by which the child tells the per cent that are done."""
LAYOUT = 5
STEPS = {1: 5, 2: 10, 3: 15, 4: 20, LAYOUT: 25, 6: 75, 7: 95}
"""How many per cent are done when the renderer begins a step, by its own numbers of the steps."""
MAGIC = {"pdf": b"%PDF", "png": b"\x89PNG"}
PIXELS_PER_POINT = 2 * 96 / 72
SIZE = re.compile(r'\s(?:width|height)="([\d.]+)"')
TRAILING = re.compile(r"\s+(?=</(?:caption|dd|dt|figcaption|h[1-6]|li|p|td|th)>)")
"""A space at the end of a line that is just full has the renderer break it after its first word."""
STYLE_SHEETS = (
    "tokens",
    "components/callout",
    "components/chart",
    "components/faq",
    "components/finding",
    "components/findings",
    "components/formula",
    "components/key_findings",
    "components/meta_list",
    "components/milestones",
    "components/monitor_entry",
    "components/picture",
    "components/practice",
    "components/quiz",
    "components/quote",
    "components/resource",
    "components/stated",
    "components/table",
    "components/worked_example",
    "print",
    "paper",
    "report",
    "questionnaire",
    "letters",
)
"""In the order of the cascade; the site shares all but the last three."""


FONTS = (
    (102, {"Chinese": "zh-cn"}, "Printed Chinese text shows empty boxes.", "fonts-noto-cjk"),
    (
        103,
        {
            "Burmese": "my",
            "Khmer": "km",
            "Lao": "lo",
            "Tamil": "ta",
            "Thai": "th",
            "Vietnamese": "vi",
        },
        "Names and words of partner countries show empty boxes in print.",
        "fonts-noto-core",
    ),
)
"""Number of the warning, scripts with a language each, what happens without, what to install."""
Progress = Callable[[int], None]
"""Hears how many per cent of a document are done."""


def ignore_progress(percent: int) -> None:
    """For whom nobody waits."""


class PrintError(Exception):
    """A document could not be printed; the text holds the renderer's last words."""


def style_sheet() -> str:
    """The style sheets of print as one text, to be written into the document."""
    from django.contrib.staticfiles import finders

    paths = (finders.find(f"portal/css/{name}.css") for name in STYLE_SHEETS)
    return "\n".join(Path(path).read_text(encoding="utf-8") for path in paths if path)


def render_pdf(html: str, progress: Progress = ignore_progress) -> bytes:
    """The PDF of a document that stands alone; raises `PrintError` when it cannot be made."""
    return _rendered("pdf", html, progress)


def render_png(svg: str) -> bytes:
    """A picture with twice as many pixels as its size; raises `PrintError` when it cannot be made."""
    return _rendered("png", svg)


def _rendered(kind: str, content: str, progress: Progress = ignore_progress) -> bytes:
    with TemporaryFile() as document, TemporaryFile() as file:
        document.write(content.encode())
        document.seek(0)
        child = subprocess.Popen(  # noqa: S603 this program, called by itself
            [sys.executable, "-m", "portal.printing", kind],
            stdin=document,
            stdout=file,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent,
        )
        late = Timer(WALL_SECONDS, child.kill)
        late.start()
        try:
            last_words = _follow(child, progress)
            late_ended = not late.is_alive()
        finally:
            late.cancel()
            child.kill()
            child.wait()
        file.seek(0)
        made = file.read()
    if child.returncode != 0 or not made.startswith(MAGIC[kind]):
        raise PrintError(_why(child.returncode, last_words, late=late_ended))
    return made


def _follow(child: subprocess.Popen[bytes], progress: Progress) -> str:
    """Pass on what the child tells of its progress until it ends; its last other words."""
    last_words = ""
    for line in child.stderr or ():
        words = line.decode(errors="replace").strip()
        if words.startswith(PROGRESS):
            progress(int(words.removeprefix(PROGRESS)))
        else:
            last_words = words or last_words
    child.wait()
    return last_words


def _why(returncode: int, last_words: str, *, late: bool) -> str:
    if late:
        return f"nothing was made in {WALL_SECONDS} seconds; divide the document or print it later"
    if returncode == -signal.SIGXCPU:
        return f"nothing was made in {CPU_SECONDS} seconds of computing; divide the document"
    if "MemoryError" in last_words:
        limit = MEMORY // 1024 // 1024
        return f"the document needs more than {limit} MB of memory; divide it or its tables"
    return last_words or f"the renderer ended with {returncode}"


def main() -> None:
    """Read a document from standard input, write its PDF or PNG to standard output."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    os.nice(5)
    # Whatever a library prints must not end up inside the file.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    steps = logging.getLogger("weasyprint.progress")
    steps.setLevel(logging.INFO)
    steps.addHandler(Steps())
    document = sys.stdin.buffer.read().decode()
    output.write(_png(document) if sys.argv[1:] == ["png"] else _pdf(document))
    output.close()


class Steps(logging.Handler):
    """Tells the waiting process how far the renderer is, as it names its steps."""

    reached = 0

    def emit(self, record: logging.LogRecord) -> None:
        step, *page = (int(number) for number in re.findall(r"\d+", record.getMessage()))
        percent = STEPS.get(step, 0)
        if step == LAYOUT and page:
            # How many pages there will be is not known: each one closes a part of the gap.
            percent += int((STEPS[LAYOUT + 1] - percent) * page[-1] / (page[-1] + 20))
        if percent > self.reached:
            self.reached = percent
            sys.stderr.write(f"{PROGRESS}{percent}\n")
            sys.stderr.flush()


def _limit(kind: int, most: int) -> None:
    """Lower a resource limit; a limit that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (bound, bound))


def _png(svg: str) -> bytes:
    import pypdfium2

    page = "<!DOCTYPE html><html lang=en><title>.</title><style>@page{margin:0;size:%spx %spx}"
    width, height = SIZE.findall(svg[: svg.index(">")])
    html = page % (width, height) + "body{margin:0}svg{display:block}</style>" + svg
    picture = pypdfium2.PdfDocument(_pdf(html))[0].render(scale=PIXELS_PER_POINT).to_pil()
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _pdf(html: str) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # A refused address is logged and left out; it does not fail the document.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    pdf: bytes = HTML(string=TRAILING.sub("", html), url_fetcher=fetcher).write_pdf(
        pdf_variant="pdf/ua-1", finisher=_name_every_glyph
    )
    return pdf


def _name_every_glyph(document: object, pdf: Any) -> None:
    """Give the second glyph of a Burmese syllable a letter, which PDF/UA wants of every glyph.

    The renderer gives the first one the whole syllable and the others nothing; they get a letter
    that is neither seen nor read.
    """
    for part in pdf.objects:
        stream = getattr(part, "stream", ())
        if stream and stream[0] == b"/CIDInit /ProcSet findresource begin":
            part.stream = [line.replace(b"> <>", b"> <2060>") for line in stream]


def printing_warnings(app_configs: object = None, **kwargs: object) -> list[Any]:
    """A system check: what is missing on this machine for good and fast printing."""
    from django.core.checks import Warning as CheckWarning

    found = []
    if ctypes.util.find_library("harfbuzz-subset") is None:
        found.append(
            CheckWarning(
                "Printing Chinese text is slow: the library harfbuzz-subset is missing.",
                hint="Install the package libharfbuzz-subset0.",
                id="portal.W101",
            )
        )
    for number, scripts, consequence, packages in FONTS:
        missing = [name for name, code in scripts.items() if not _has_font(code)]
        if missing:
            found.append(
                CheckWarning(
                    f"{consequence} No font is installed for {', '.join(missing)}.",
                    hint=f"Install the packages fontconfig and {packages}.",
                    id=f"portal.W{number}",
                )
            )
    return found


def _has_font(language: str) -> bool:
    """Whether a Noto font for a language is installed; others are not what we ask for in print."""
    try:
        listed = subprocess.run(  # noqa: S603 with languages named above
            ["fc-list", f":lang={language}", "family"],  # noqa: S607 found on the system's path
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"Noto Sans" in listed.stdout


if __name__ == "__main__":
    main()
