"""A real server on a state folder of its own, as `./run serve` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


def in_production(home, **further):
    """How a process is started whose site lives in this folder."""
    environment = {
        **os.environ,
        "PORTAL_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_HOME": str(home),
        **further,
    }
    return {"env": environment, "cwd": settings.ROOT}


def run_code(home, code, **further):
    """What a piece of Python prints in a process of that site."""
    code = f"import django; django.setup()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        **in_production(home, **further),
    )
    return done.stdout.decode()


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its main process, which starts the workers anew."""

    address: str
    process: subprocess.Popen

    def workers(self):
        """The process numbers of its workers."""
        main = self.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text()
        return [int(number) for number in children.split()]


@contextmanager
def running(home, *, workers=1, threads=4, preload=False, log=None, **further):
    """Serves the site until the end of the block; what it logs may go into an open file."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    gunicorn += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    gunicorn += ["--no-control-socket", "--log-level", "warning", "--limit-request-line", "0"]
    gunicorn += ["--preload"] if preload else []
    process = subprocess.Popen(
        [sys.executable, *gunicorn], stdout=log, stderr=log, **in_production(home, **further)
    )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        wait_until_it_answers(f"{server.address}/healthz")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def wait_until_it_answers(address, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, f"{address} did not answer"
            time.sleep(0.1)
