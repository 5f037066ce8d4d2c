"""The print shop: alone with its document, tagged, the same bytes every time."""

import io
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

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


def test_a_renderer_that_hangs_is_ended(monkeypatch):
    def hang(*args, **kwargs):
        raise subprocess.TimeoutExpired("child", kwargs["timeout"])

    monkeypatch.setattr(printing.subprocess, "run", hang)
    with pytest.raises(printing.PrintError, match="no PDF after"):
        printing.render_pdf(document())


def test_a_machine_without_library_and_fonts_is_told_which_packages(monkeypatch):
    monkeypatch.setattr(printing.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(printing, "_has_chinese_fonts", lambda: False)
    hints = " ".join(warning.hint for warning in printing.printing_warnings())
    assert "libharfbuzz-subset0" in hints
    assert "fonts-noto-cjk" in hints


def test_the_style_sheet_is_self_contained():
    sheet = printing.style_sheet()
    assert "--accent" in sheet
    assert "@page" in sheet
    assert "@import" not in sheet
    assert "url(" not in sheet
