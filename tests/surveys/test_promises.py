"""The database keeps one approved interview of a case, also where it did not for a while."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.factories import make_unit

migration = import_module("surveys.migrations.0022_one_approved_interview_per_case")


def make_interview(survey, name, **fields):
    return survey.submissions.create(instance_id=name, sha256=name, **fields)


def approve_all(survey):
    survey.submissions.update(state="approved")


def test_of_several_approved_interviews_of_a_case_the_first_stays(survey):
    case, single = make_unit(survey), make_unit(survey)
    make_interview(survey, "first", unit=case)
    make_interview(survey, "second", unit=case)
    make_interview(survey, "third", unit=case, issue_count=1)
    make_interview(survey, "other", unit=single)
    make_interview(survey, "of no case")
    make_interview(survey, "nor this")
    with connection.cursor() as cursor:
        connection.check_constraints()  # PostgreSQL changes no table that waits for such a check
        cursor.execute("DROP INDEX one_approved_interview_per_case")
        approve_all(survey)
        migration.let_others_wait(apps, None)
        connection.check_constraints()
        cursor.execute(migration.CREATE)
    assert dict(survey.submissions.values_list("instance_id", "state")) == {
        "first": "approved",
        "second": "received",
        "third": "hasIssues",
        "other": "approved",
        "of no case": "approved",
        "nor this": "approved",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        approve_all(survey)
