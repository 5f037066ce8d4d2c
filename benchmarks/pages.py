"""How fast kept pages are: their rate, compared with a view that only says hello.

Both pass the same middleware on the same server (gunicorn, one process, four threads, loopback).
Rounds alternate, so that whatever else the machine does meets both; medians are compared.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOALS = {"memory": 0.9, "files": 0.7}
ROUNDS, SECONDS, CONNECTIONS = 5, 2.0, 4
PAGES = {"hello": "/hello", "page": "/en/benchmark/"}
PARAGRAPH = "Social protection reaches people through institutions that know them. " * 12


def prepare():
    """The site's first pages and one of twenty paragraphs, in the state folder."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("compile_catalogue")
    call_command("collectstatic", interactive=False, verbosity=0)
    from portal.demo.site import build_site
    from portal.models import PlainPage

    story = [("text", f"<p>{PARAGRAPH}</p>")] * 20
    build_site().add_child(instance=PlainPage(title="Benchmark", story=story))


@contextmanager
def server(home, cache):
    """The port of a server process that keeps pages in this cache."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "benchmarks.hello", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", str(CONNECTIONS)]
    command += ["--keep-alive", "30", "--no-control-socket", "--log-level", "warning"]
    environment = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_PAGE_CACHE": cache}
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT)
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def rate(port, path):
    """Answers per second over some connections that stay open."""
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + SECONDS
    threads = [
        threading.Thread(target=ask, args=(port, path, until, counts, place))
        for place in range(CONNECTIONS)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def ask(port, path, until, counts, place):
    """Ask for a page again and again on one connection; an answer other than 200 is an error."""
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as line:
        length = None
        while time.perf_counter() < until:
            line.sendall(question)
            answer = line.recv(65536)
            if length is None:
                length = whole_length(answer)
            left = length - len(answer)
            while left > 0:
                left -= len(line.recv(65536))
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{path} answered {answer[:60]!r}")
            counts[place] += 1


def whole_length(answer):
    """The bytes of head and body; all answers of a page are equally long."""
    head, _body = answer.split(b"\r\n\r\n", 1)
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(head) + 4 + int(value)
    raise SystemExit("an answer without a length")


def measure(home, cache):
    """The median rates of hello and of the kept page."""
    rates = {name: [] for name in PAGES}
    with server(home, cache) as port:
        for path in PAGES.values():  # the page is made and kept, both are warm
            for _visit in range(20):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                    kept = answer.headers["X-Wagtail-Cache"]
        if kept != "hit":
            raise SystemExit(f"the page was not kept: {kept}")
        for _round in range(ROUNDS):
            for name, path in PAGES.items():
                rates[name].append(rate(port, path))
    return {name: statistics.median(values) for name, values in rates.items()}


def compare(home):
    """Print the table; whether every goal is reached."""
    print(f"{'kept in':<10}{'hello /s':>10}{'page /s':>10}{'ratio':>8}{'goal':>8}")
    reached = True
    for cache, goal in GOALS.items():
        medians = measure(home, cache)
        ratio = medians["page"] / medians["hello"]
        reached &= ratio >= goal
        shown = f"{medians['hello']:>10.0f}{medians['page']:>10.0f}{ratio:>8.2f}{goal:>8.2f}"
        print(f"{cache:<10}{shown}", flush=True)
    return reached


def main():
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
        os.environ |= {"PORTAL_HOME": home, "DJANGO_SETTINGS_MODULE": "portal.settings.production"}
        import django

        django.setup()
        prepare()
        return 0 if compare(home) else 1


if __name__ == "__main__":
    sys.exit(main())
