"""The print shop: HTML becomes a tagged PDF (PDF/UA-1), SVG a PNG. The only user of WeasyPrint.

Rendering happens in a child process with limits on memory, CPU and wall time: it takes hundreds of
megabytes that a long-lived process would never give back. The document must stand alone: nothing
but `data:` addresses is ever fetched. The same HTML gives the same bytes.
"""

from __future__ import annotations

import ctypes.util
import io
import os
import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 120
WALL_SECONDS = 180
MAGIC = {"pdf": b"%PDF", "png": b"\x89PNG"}
PIXELS_PER_POINT = 2 * 96 / 72
SIZE = re.compile(r'\s(?:width|height)="([\d.]+)"')
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
    "components/practice",
    "components/quiz",
    "components/quote",
    "components/resource",
    "components/stated",
    "components/table",
    "components/worked_example",
    "print",
    "paper",
)
"""In the order of the cascade; the site shares all but the last two."""


class PrintError(Exception):
    """A document could not be printed; the text holds the renderer's last words."""


def print_template(template: str, context: Mapping[str, Any], language: str) -> bytes:
    """The PDF of a template rendered in one language.

    The template finds the site's tokens and the print style sheet as `style_sheet`.
    """
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override(language):
        page = {**context, "language": language, "style_sheet": style_sheet()}
        html = render_to_string(template, page)
    return render_pdf(html)


def style_sheet() -> str:
    """The style sheets of print as one text, to be written into the document."""
    from django.contrib.staticfiles import finders

    paths = (finders.find(f"portal/css/{name}.css") for name in STYLE_SHEETS)
    return "\n".join(Path(path).read_text(encoding="utf-8") for path in paths if path)


def render_pdf(html: str) -> bytes:
    """The PDF of a document that stands alone; raises `PrintError` when it cannot be made."""
    return _rendered("pdf", html)


def render_png(svg: str) -> bytes:
    """A picture with twice as many pixels as its size; raises `PrintError` when it cannot be made."""
    return _rendered("png", svg)


def _rendered(kind: str, document: str) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603 this program, called by itself
            [sys.executable, "-m", "portal.printing", kind],
            input=document.encode(),
            capture_output=True,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
            timeout=WALL_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintError(f"no {kind.upper()} after {WALL_SECONDS} seconds") from error
    if child.returncode != 0 or not child.stdout.startswith(MAGIC[kind]):
        words = child.stderr.decode(errors="replace").strip().splitlines()
        raise PrintError(words[-1] if words else f"the renderer ended with {child.returncode}")
    return child.stdout


def main() -> None:
    """Read a document from standard input, write its PDF or PNG to standard output."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    os.nice(5)
    # Whatever a library prints must not end up inside the file.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    document = sys.stdin.buffer.read().decode()
    output.write(_png(document) if sys.argv[1:] == ["png"] else _pdf(document))
    output.close()


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
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


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
    if not _has_chinese_fonts():
        found.append(
            CheckWarning(
                "Printed Chinese text shows empty boxes: no Chinese font is installed.",
                hint="Install the packages fontconfig and fonts-noto-cjk.",
                id="portal.W102",
            )
        )
    return found


def _has_chinese_fonts() -> bool:
    try:
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"],  # noqa: S607 found on the system's path
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    main()
