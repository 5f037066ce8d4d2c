"""The print shop: alone with its document, tagged, the same bytes every time."""

import io
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import page as page_validation
import pypdf
import pytest

from portal import printing

DOCUMENT = """<!DOCTYPE html><html lang="zh-Hans"><head><title>Report 报告</title>
<style>body {{ font-family: "Noto Sans CJK SC", sans-serif }} {style}</style></head>
<body><h1>Findings 主要发现</h1>{body}</body></html>"""


def document(body: str = "", style: str = "") -> str:
    return DOCUMENT.format(body=body, style=style)


@pytest.fixture
def server():
    """A local web server that writes down which paths were asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}", asked
    httpd.shutdown()


def test_nothing_outside_the_document_is_fetched(server, tmp_path):
    address, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-this-machine")
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title><image href="{address}/svg" width="9" height="9"/></svg>'
    body = f"""
      <img alt="a" src="{address}/img"><img alt="b" src="file://{secret}">
      <object data="{address}/object">o</object><embed src="{address}/embed">
      <link rel="stylesheet" href="{address}/link">
      <link rel="attachment" href="file://{secret}">
      <a rel="attachment" href="file://{secret}">c</a>
      {picture}"""
    style = f"""
      @import url({address}/import);
      @font-face {{ font-family: X; src: url({address}/font) }}
      body {{ background: url({address}/background) }}
      h1::before {{ content: url({address}/content) }}"""
    pdf = printing.render_pdf(document(body, style))
    assert pdf.startswith(b"%PDF")
    assert asked == []
    assert b"/EmbeddedFile" not in pdf
    assert b"the-secret-of-this-machine" not in pdf


def test_the_same_document_gives_the_same_bytes():
    assert printing.render_pdf(document()) == printing.render_pdf(document())


def test_the_document_is_tagged_and_its_chinese_can_be_read():
    reader = pypdf.PdfReader(io.BytesIO(printing.render_pdf(document())))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"
    assert reader.metadata.title == "Report 报告"
    assert "主要发现" in reader.pages[0].extract_text()


def test_weasyprint_is_never_loaded_here():
    """Rendering happens in a child process; a web worker keeps its memory."""
    code = (
        "import sys; from portal import printing; printing.render_pdf('<title>x</title>');"
        "sys.exit('weasyprint' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_renderer_that_fails_is_an_error(monkeypatch):
    monkeypatch.setattr(printing.sys, "executable", "/bin/false")
    with pytest.raises(printing.PrintError, match="ended with 1"):
        printing.render_pdf(document())


def test_a_renderer_that_hangs_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(printing, "WALL_SECONDS", 0.2)
    monkeypatch.setattr(printing.sys, "executable", str(script(tmp_path, "exec sleep 60")))
    with pytest.raises(
        printing.PrintError, match="nothing was made in 0.2 seconds; divide the document"
    ):
        printing.render_pdf(document())


def script(folder, command):
    """A program that takes the renderer's place."""
    path = folder / "renderer"
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("kill -XCPU $$", "nothing was made in 120 seconds of computing"),
        ("echo MemoryError >&2; exit 1", "needs more than 1536 MB of memory"),
        ("echo 'ValueError: bad colour' >&2; exit 1", "ValueError: bad colour"),
    ],
)
def test_a_document_beyond_the_limits_says_what_to_do(monkeypatch, tmp_path, command, words):
    monkeypatch.setattr(printing.sys, "executable", str(script(tmp_path, command)))
    with pytest.raises(printing.PrintError, match=words):
        printing.render_pdf(document())


def test_whoever_waits_hears_how_far_the_renderer_is():
    told = []
    printing.render_pdf(document("<p>a</p>" * 300), told.append)
    assert told == sorted(set(told))
    assert told[0] < printing.STEPS[printing.LAYOUT]
    assert told[-1] == printing.STEPS[7]


def test_nobody_waits_for_a_renderer_whose_worker_has_lost_the_job(monkeypatch, tmp_path):
    class LostError(Exception):
        pass

    def lost(percent):
        raise LostError

    command = "echo progress 5 >&2; exec sleep 60"
    monkeypatch.setattr(printing.sys, "executable", str(script(tmp_path, command)))
    with pytest.raises(LostError):
        printing.render_pdf(document(), lost)


EMPTY_BOX = ".notdef glyph rendered"
"""What the renderer says when no font has a letter."""
WORDS = {
    "Thai": ("th", "การคุ้มครองทางสังคม"),
    "Lao": ("lo", "ການປົກປ້ອງທາງສັງຄົມ"),
    "Khmer": ("km", "ការគាំពារសង្គម"),
    "Myanmar": ("my", "လူမှုကာကွယ်စောင့်ရှောက်ရေး"),
    "Tamil": ("ta", "சமூகப் பாதுகாப்பு"),
    "CJK-SC": ("zh-Hans", "社会保障 Bảo trợ xã hội Perlindungan sosial"),
}


def test_the_scripts_of_partner_countries_are_embedded_without_empty_boxes(tmp_path, caplog):
    lines = "".join(f'<p lang="{code}">{text}</p>' for code, text in WORDS.values())
    html = (
        '<!DOCTYPE html><html lang="en"><head><title>Scripts</title><meta name="author" content="a">'
        f'<meta name="description" content="b"><style>{printing.style_sheet()}</style></head>'
        f'<body class="paper"><h1>Scripts</h1>{lines}</body></html>'
    )
    path = tmp_path / "scripts.pdf"
    path.write_bytes(printing._pdf(html))
    assert EMPTY_BOX not in caplog.text
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert report.to_dict()["rules"]["failed"] == 0, report.failures
    page = pypdf.PdfReader(path).pages[0]
    fonts = [each.get_object() for each in page["/Resources"]["/Font"].values()]
    names = [font["/BaseFont"].split("+")[1] for font in fonts]
    # DejaVu, which claims Lao, is not among them.
    assert {name.removeprefix("Noto-Sans-").removesuffix("-Bold") for name in names} == set(WORDS)
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)
    text = page.extract_text()
    for _code, words in (WORDS["Tamil"], WORDS["Lao"], WORDS["CJK-SC"]):
        assert words in text


def test_an_empty_box_would_be_noticed(caplog):
    printing._pdf(document("<p>\ue123</p>"))
    assert EMPTY_BOX in caplog.text


def test_a_machine_without_library_and_fonts_is_told_which_packages(monkeypatch):
    monkeypatch.setattr(printing.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(printing, "_has_font", lambda language: False)
    warnings = printing.printing_warnings()
    assert [warning.id for warning in warnings] == ["portal.W101", "portal.W102", "portal.W103"]
    hints = " ".join(warning.hint for warning in warnings)
    for package in ("libharfbuzz-subset0", "fonts-noto-cjk", "fonts-noto-core"):
        assert package in hints
    assert "Burmese, Khmer, Lao, Tamil, Thai" in warnings[-1].msg


def test_a_font_that_only_claims_a_script_does_not_count(monkeypatch):
    def listing(*args, **kwargs):
        return subprocess.CompletedProcess(args, 0, stdout=b"DejaVu Sans\n")

    monkeypatch.setattr(printing.subprocess, "run", listing)
    assert not printing._has_font("lo")


def test_the_style_sheet_is_self_contained():
    sheet = printing.style_sheet()
    assert "--accent" in sheet
    assert "@page" in sheet
    assert "@import" not in sheet
    assert "url(" not in sheet


def test_a_line_that_is_just_full_is_not_broken_after_its_first_word():
    """Some of these widths hold the text but not the white space that templates leave after it."""
    lines = "".join(
        f'<p style="margin: 0; inline-size: {60 + 0.15 * step:.2f}mm">'
        "Table 29. Employee pension by type, n = 2,963\n</p>"
        for step in range(80)
    )
    style = "body { font-size: 9.5pt }"
    pages = pypdf.PdfReader(io.BytesIO(printing.render_pdf(document(lines, style)))).pages
    words = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    assert "Table" not in words
