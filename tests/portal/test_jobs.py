"""Jobs: done once, taken up after a worker's death, and a late result never counts."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import jobs
from portal.models import Job
from portal.reaper import reap, take_up
from portal.registries import job_functions
from tests.factories import make_job

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=1)


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Two kinds of job: one that doubles a number and one that always fails."""

    def double(payload, progress):
        progress(50)
        return {"number": 2 * payload["number"]}

    def fail(payload, progress):
        raise ValueError("the number is missing")

    def unstorable(payload, progress):
        return {"when": timezone.now()}

    monkeypatch.setitem(job_functions, "double", double)
    monkeypatch.setitem(job_functions, "fail", fail)
    monkeypatch.setitem(job_functions, "unstorable", unstorable)


@pytest.fixture
def told(monkeypatch):
    """The numbers of the jobs that workers were told of."""
    numbers = []
    monkeypatch.setattr(jobs, "tell_worker", numbers.append)
    monkeypatch.setattr("portal.reaper.tell_worker", numbers.append)
    return numbers


def make_task(job):
    """The running row of the workers' queue that stands behind the job."""
    now = timezone.now()
    return DBTaskResult.objects.create(
        id=job.task_id,
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [job.pk], "kwargs": {}},
        task_path="portal.jobs.run_job",
        queue_name="default",
        backend_name="jobs",
        run_after=now,
    )


def fresh(job):
    return Job.objects.get(pk=job.pk)


class TestAsking:
    def test_a_worker_is_told_only_after_commit(self, told, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            job = jobs.enqueue("double", {"number": 4})
            assert told == []
        assert told == [job.pk]

    def test_the_queue_does_it(self, django_capture_on_commit_callbacks, person):
        asker = person("researcher")
        with django_capture_on_commit_callbacks(execute=True):
            job = jobs.enqueue("double", {"number": 4}, asker)
        job = fresh(job)
        assert (job.state, job.result, job.progress) == ("done", {"number": 8}, 100)
        assert (job.actor, job.attempt, job.lease_until) == (asker, 1, None)
        assert job.task_id

    def test_the_same_input_is_one_job_until_it_begins(
        self, told, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            first = jobs.enqueue("double", {"number": 4, "unit": "hours"})
            assert jobs.enqueue("double", {"unit": "hours", "number": 4}) == first
            other = jobs.enqueue("double", {"number": 5})
        assert told == [first.pk, other.pk]
        jobs.run(first.pk)
        assert jobs.enqueue("double", {"number": 4, "unit": "hours"}) != first

    def test_what_is_asked_after_a_job_has_begun_is_not_lost(self, told):
        """The running job may have read its data before they changed."""
        begun = jobs.claim(jobs.enqueue("double", {"number": 4}).pk)
        second = jobs.enqueue("double", {"number": 4})
        assert (second != begun, second.state) == (True, "queued")
        assert jobs.enqueue("double", {"number": 4}) == second

    def test_the_database_keeps_that_promise(self):
        make_job(payload={"number": 1})
        with pytest.raises(IntegrityError), transaction.atomic():
            make_job(payload={"number": 1})

    def test_an_unknown_kind_is_refused_at_once(self):
        with pytest.raises(LookupError, match="unheard-of"):
            jobs.enqueue("unheard-of", {})


class TestDoing:
    def test_a_job_is_claimed_once(self):
        job = make_job()
        assert jobs.claim(job.pk).attempt == 1
        assert jobs.claim(job.pk) is None

    @pytest.mark.parametrize(
        ("kind", "code", "text"),
        [
            ("fail", "ValueError", "the number is missing"),
            ("unstorable", "TypeError", "Object of type datetime is not JSON serializable"),
        ],
    )
    def test_an_error_is_kept_with_the_job(self, kind, code, text):
        job = make_job(kind)
        jobs.run(job.pk)
        job = fresh(job)
        assert (job.state, job.error_code, job.error_text) == ("failed", code, text)

    def test_a_lease_is_renewed_while_the_work_goes_on(self, monkeypatch, settings):
        settings.JOB_LEASE_SECONDS = 0.1
        renewed = []

        class Row:
            def update(self, **values):
                renewed.append(values["lease_until"])

        monkeypatch.setattr(jobs, "ours", lambda job: Row())
        monkeypatch.setattr(jobs.connection, "close", lambda: None)
        with jobs.renewed_lease(make_job()):
            deadline = timezone.now() + timedelta(seconds=5)
            while len(renewed) < 3 and timezone.now() < deadline:
                pass
        assert renewed == sorted(renewed)
        assert len(renewed) >= 3


class TestWithoutDatabase:
    @pytest.fixture
    def failing(self, monkeypatch):
        """Makes the next attempts to write how a job ended fail: `failing(OperationalError, 2)`."""
        monkeypatch.setattr(jobs, "PAUSES", (0, 0, 0))
        monkeypatch.setattr(jobs.connection, "close", lambda: None)
        ours, errors = jobs.ours, []

        class Row:
            def __init__(self, row):
                self.row = row

            def update(self, **values):
                if errors and "finished_at" in values:
                    raise errors.pop()
                return self.row.update(**values)

        monkeypatch.setattr(jobs, "ours", lambda job: Row(ours(job)))
        return lambda kind, times: errors.extend([kind("gone")] * times)

    @pytest.mark.parametrize("error", [OperationalError, InterfaceError])
    @pytest.mark.parametrize(("kind", "state"), [("double", "done"), ("fail", "failed")])
    def test_it_is_asked_again(self, told, failing, error, kind, state):
        job = make_job(kind)
        failing(error, 2)
        jobs.run(job.pk)
        assert (fresh(job).state, fresh(job).attempt) == (state, 1)

    @pytest.mark.parametrize("kind", ["double", "fail"])
    def test_where_it_stays_away_the_job_is_taken_up_later(self, told, failing, kind):
        job = make_job(kind)
        failing(OperationalError, 3)
        jobs.run(job.pk)
        assert fresh(job).state == "running"
        Job.objects.update(lease_until=LONG_AGO)
        assert reap() == 1
        jobs.run(job.pk)
        assert fresh(job).attempt == 2
        assert fresh(job).finished_at

    def test_a_result_that_it_cannot_hold_is_an_error_of_the_job(self, told, failing):
        job = make_job()
        failing(DataError, 1)
        jobs.run(job.pk)
        assert (fresh(job).state, fresh(job).error_code) == ("failed", "DataError")

    def test_an_error_that_it_could_not_hold_is_told_without_odd_characters(
        self, told, monkeypatch, caplog
    ):
        # What pytest captures travels between its processes, which half a character cannot.
        caplog.set_level(logging.CRITICAL + 1, logger=jobs.logger.name)

        def raise_oddly(payload, progress):
            raise ValueError("a\x00b\ud800c")

        monkeypatch.setitem(job_functions, "odd", raise_oddly)
        job = make_job("odd")
        jobs.run(job.pk)
        assert fresh(job).error_text == "a b c"


class TestDeath:
    def test_a_running_job_with_a_valid_lease_is_left_alone(self, told):
        held = jobs.claim(make_job().pk)
        assert reap() == 0
        assert fresh(held).state == "running"

    def test_a_job_whose_lease_has_run_out_is_queued_again(self, told):
        job = make_job(state="running", attempt=1, lease_until=LONG_AGO)
        assert reap() == 1
        assert (fresh(job).state, told) == ("queued", [job.pk])
        jobs.run(job.pk)
        assert (fresh(job).state, fresh(job).attempt) == ("done", 2)

    def test_a_second_attempt_may_wait_beside_a_new_job_for_the_same_input(self, told):
        dead = make_job(state="running", attempt=1, lease_until=LONG_AGO, payload={"number": 4})
        new = jobs.enqueue("double", {"number": 4})
        assert reap() == 1
        assert {fresh(dead).state, fresh(new).state} == {"queued"}
        assert jobs.enqueue("double", {"number": 4}) == new

    def test_a_worker_that_renews_its_lease_in_time_keeps_job_and_task(self, told):
        seen = make_job(state="running", attempt=1, lease_until=LONG_AGO, task_id=str(uuid4()))
        task = make_task(seen)
        jobs.ours(seen).update(lease_until=jobs.lease_end())
        assert take_up(seen) is False
        task.refresh_from_db()
        assert (fresh(seen).state, task.status, told) == ("running", TaskResultStatus.RUNNING, [])

    @pytest.mark.parametrize("attempt", [1, 3])
    def test_the_task_of_a_dead_worker_is_closed(self, told, attempt):
        dead = make_job(
            state="running", attempt=attempt, lease_until=LONG_AGO, task_id=str(uuid4())
        )
        task = make_task(dead)
        assert reap() == 1
        task.refresh_from_db()
        assert (task.status, task.finished_at is None) == (TaskResultStatus.FAILED, False)

    def test_after_the_third_death_the_job_has_failed(self, told):
        job = make_job(state="running", attempt=3, lease_until=LONG_AGO)
        assert reap() == 1
        assert (fresh(job).state, fresh(job).error_code, told) == ("failed", "worker_died", [])

    def test_a_job_that_no_worker_was_told_of_is_told_again(self, told):
        job = make_job(queued_at=LONG_AGO)
        assert reap() == 1
        assert told == [job.pk]
        assert reap() == 0

    def test_a_late_result_is_refused(self, told):
        slow = jobs.claim(make_job().pk)
        Job.objects.filter(pk=slow.pk).update(lease_until=LONG_AGO)
        reap()
        jobs.run(slow.pk)
        result = fresh(slow).result
        assert jobs.finish(slow, state="done", result={"number": -1}) is False
        assert (fresh(slow).state, fresh(slow).result) == ("done", result)

    def test_a_late_worker_learns_that_the_job_is_lost(self, told):
        slow = jobs.claim(make_job().pk)
        Job.objects.filter(pk=slow.pk).update(lease_until=LONG_AGO)
        reap()
        with pytest.raises(jobs.LeaseLostError):
            jobs.tell_progress(slow, 80)
        assert fresh(slow).state == "queued"

    def test_a_job_taken_over_in_mid_work_ends_without_a_word(self, told, monkeypatch):
        def overtaken(payload, progress):
            Job.objects.update(attempt=9)
            progress(10)

        monkeypatch.setitem(job_functions, "overtaken", overtaken)
        job = make_job("overtaken")
        jobs.run(job.pk)
        assert (fresh(job).state, fresh(job).attempt, fresh(job).error_code) == ("running", 9, "")
