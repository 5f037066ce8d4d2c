"""A site as `./run serve` starts it, in a state folder of its own, and what its processes cost."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
DATABASES = ("sqlite", "postgresql")


@contextmanager
def database_of(kind):
    """A database of this kind for this process and those it starts: a cluster of its own for PostgreSQL."""
    from tests import postgres

    with ExitStack() as stack:
        if kind == "postgresql":
            make = stack.enter_context(postgres.cluster(durable=True))
            os.environ["PORTAL_DATABASE_URL"] = make("benchmark")
        yield


@contextmanager
def served(database):
    """The address of a site on a new database of this kind; Django in this process reads the same."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-"))
        os.environ |= {"PORTAL_HOME": home, "DJANGO_SETTINGS_MODULE": "portal.settings.production"}
        stack.enter_context(database_of(database))
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        os.environ["PORTAL_BASE_URL"] = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [ROOT / "run", "serve", "--port", str(port)], stdout=subprocess.DEVNULL
        )
        stack.callback(server.wait)
        stack.callback(server.send_signal, signal.SIGTERM)
        _wait(server, f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"


def _wait(server, address):
    while server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site did not start")


def processor_seconds():
    """What all processes that this one started have used of the processor, those that ended too."""
    spent, children = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile, and its parent tells
        children.setdefault(int(rest[1]), []).append(pid)
        spent[pid] = sum(map(int, rest[11:15])) / TICKS
    total, waiting = 0.0, [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        waiting += below
        total += sum(spent[pid] for pid in below)
    return total
