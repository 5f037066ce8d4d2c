"""Workers of the server are killed while devices send: what was acknowledged is there, once.

A device that gets no acknowledgement sends the same again. More with
`--crash-submissions 10000 --crash-kills 300`.
"""

import csv
import hashlib
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests import postgres
from tests.servers import in_production, run_code, running
from tests.surveys.collect.phone import Phone, interview, new_id, photo

CLIENTS = 4
SECONDS = 150
STORED = """
import hashlib, json
from django.conf import settings
from surveys.models import Attachment, HeldSubmission, SubmissionVersion
versions = SubmissionVersion.objects.select_related("submission")
print(json.dumps({
    "contents": [
        (each.instance_id, each.submission.instance_id, hashlib.sha256(bytes(each.xml)).hexdigest())
        for each in versions
    ],
    "files": [
        (each.submission.instance_id, each.name, hashlib.sha256(each.blob.file.read()).hexdigest())
        for each in Attachment.objects.exclude(blob=None).select_related("submission", "blob")
    ],
    "missing": Attachment.objects.filter(blob=None).count(),
    "held": HeldSubmission.objects.count(),
    "database": settings.DATABASES["default"]["ENGINE"].rpartition(".")[2],
}))
"""


def exported(home, database):
    """The instance IDs in an export of all interviews."""
    out = home / "cases.csv"
    command = ["manage.py", "export_cases", "--survey", "open", "--all", "--out", str(out)]
    subprocess.run([sys.executable, *command], check=True, **in_production(home, **database))
    with out.open(encoding="utf-8-sig", newline="") as file:
        return [row["KEY"] for row in csv.DictReader(file)]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@dataclass
class Trial:
    """What devices sent and were told, and how many workers died meanwhile."""

    server: object
    base: str
    wanted: int
    kills_wanted: int
    seed: int
    contents: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    interrupted: int = 0
    kills: int = 0
    surprises: list = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self):
        devices = [threading.Thread(target=self.send, args=(n,)) for n in range(CLIENTS)]
        killer = threading.Thread(target=self.kill)
        for thread in (*devices, killer):
            thread.start()
        self.over.wait(SECONDS)
        self.over.set()
        for thread in (*devices, killer):
            thread.join()

    def send(self, number):
        """One device: each interview until it is acknowledged; some once more afterwards."""
        chance = random.Random(f"{self.seed} {number}")
        phone = Phone(self.base)
        while not self.over.is_set():
            instance = new_id()
            picture = chance.randbytes(60_000) if chance.random() < 0.2 else None
            xml = interview(instance, photos=["a.jpg"] if picture else ())
            parts = [photo("a.jpg", picture)] if picture else []
            if not self.until_acknowledged(phone, xml, parts):
                return
            self.contents[instance] = sha256(xml)
            if picture:
                self.files[instance, "a.jpg"] = sha256(picture)
            if chance.random() < 0.1:
                self.until_acknowledged(phone, xml, parts)

    def until_acknowledged(self, phone, xml, parts):
        while not self.surprises:
            try:
                answer = phone.send(xml, *parts)
            except (OSError, http.client.HTTPException):
                self.interrupted += 1
                continue
            if answer.status == 201:
                return True
            if answer.status != 503:
                self.surprises.append((answer.status, answer.message))
                self.over.set()
        return False

    def between(self):
        """Interviews between two kills, on average."""
        return max(5, int(0.8 * self.wanted / self.kills_wanted))

    def wait_for(self, count):
        while len(self.contents) < count and not self.over.is_set():
            time.sleep(0.005)

    def kill(self):
        """Ends a worker now and then, in whatever it is doing."""
        chance = random.Random(self.seed)
        while not self.over.is_set():
            # The next one dies after some more interviews: a slow machine must get on as well.
            self.wait_for(len(self.contents) + chance.randint(5, 2 * self.between()))
            time.sleep(chance.uniform(0, 0.05))
            workers = self.server.workers()
            if workers:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    self.kills += 1
            if self.kills >= self.kills_wanted and len(self.contents) >= self.wanted:
                self.over.set()


@pytest.fixture
def on_sqlite(prepared_database, tmp_path):
    shutil.copy(prepared_database, tmp_path / "db.sqlite3")
    return {}


@pytest.fixture
def on_postgresql(postgresql):
    return {"PORTAL_DATABASE_URL": postgresql}


@postgres.on_each_database
def test_what_was_acknowledged_is_stored_exactly_once(kind, request, tmp_path):
    wanted, kills = (request.config.getoption(f"--crash-{n}") for n in ("submissions", "kills"))
    database = request.getfixturevalue(f"on_{kind}")
    build = "from tests.surveys.collect.site import build; build()"
    token = json.loads(run_code(tmp_path, build, **database))["open"]
    with running(tmp_path, workers=3, preload=True, **database) as server:
        trial = Trial(server, f"{server.address}/collect/key/{token}", wanted, kills, seed=7)
        trial.run()
    assert trial.surprises == []
    assert len(trial.contents) >= wanted
    assert trial.kills >= kills
    assert trial.interrupted > 0, "no request was ever cut off: the kills proved nothing"
    stored = json.loads(run_code(tmp_path, STORED, **database))
    assert stored["database"] == {"sqlite": "sqlite3"}.get(kind, kind)
    contents = [tuple(each) for each in stored["contents"]]
    acknowledged = [(instance, instance, digest) for instance, digest in trial.contents.items()]
    beyond = set(contents) - set(acknowledged)
    assert set(acknowledged) <= set(contents)
    assert len(contents) == len({instance for instance, _first, _digest in contents})
    assert len(beyond) <= CLIENTS, "stored, but cut off before it was acknowledged"
    files = {(instance, name): digest for instance, name, digest in stored["files"]}
    assert files.items() >= trial.files.items()
    assert len(stored["files"]) - len(trial.files) <= CLIENTS
    assert (stored["missing"], stored["held"]) == (0, 0)
    keys = exported(tmp_path, database)
    assert len(keys) == len(set(keys))
    assert set(keys) >= set(trial.contents)
