"""A released course and a cohort that follows it."""

import pytest

from tests.courses.makers import make_cohort, make_course, make_enrolment, make_version


@pytest.fixture
def course(site):
    return make_course(site)


@pytest.fixture
def version(course):
    return make_version(course)


@pytest.fixture
def cohort(version):
    return make_cohort(version)


@pytest.fixture
def enrolment(cohort):
    return make_enrolment(cohort)
