"""A PostgreSQL server of the tests' own, on loopback, where its programs are installed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

USER = "portal"
SERVICE_USER = "postgres"
"""Who runs the server where the tests run as root, which it refuses."""


def programs():
    """The folder of the newest server's programs; None where there is none."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    return next((each for each in found if (each / "initdb").exists()), None)


def _number(folder):
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


on_each_database = pytest.mark.parametrize(
    "kind",
    [
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif(not programs(), reason="no PostgreSQL server here"),
        ),
    ],
)
"""For tests of what databases do differently."""


@contextmanager
def cluster(*, durable=False):
    """Gives a function that makes a database, empty or as its template, and returns its address.

    Tests end processes, not the power: unless it is to be `durable`, the server need not sync.
    """
    bin_ = programs()
    assert bin_, "no PostgreSQL here: install the Debian package postgresql"
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    owner = {"user": SERVICE_USER} if os.geteuid() == 0 else {}
    if owner:
        shutil.chown(folder, SERVICE_USER)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, quiet = folder / "data", {"stdout": subprocess.DEVNULL, "cwd": folder}
    made = [bin_ / "initdb", "--no-sync", "--auth=trust", f"--username={USER}", "-D", data]
    subprocess.run(made, check=True, **quiet, **owner)
    options = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}"]
    options += ["max_connections=60", "log_min_messages=fatal"]
    options += [] if durable else ["fsync=off"]
    command = [bin_ / "postgres", "-D", data, *(word for each in options for word in ("-c", each))]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet, **owner)
    try:
        server = f"postgresql://{USER}@127.0.0.1:{port}"
        yield lambda name, template="template1": _make(server, name, template)
    finally:
        process.send_signal(signal.SIGINT)  # at once: it waits for nobody who is still connected
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _make(server, name, template):
    deadline = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            return f"{server}/{name}"
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.1)


def main():
    """Runs the tests with these arguments, in one process, on a database of their own."""
    with cluster() as make:
        environment = {**os.environ, "PORTAL_DATABASE_URL": make("tests")}
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
