"""A released course, a cohort that follows it, and a few questions."""

import pytest

from tests.courses.makers import make_cohort, make_course, make_enrolment, make_version
from tests.courses.makers_quiz import make_annuity, make_choice, make_statement


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


@pytest.fixture
def bank():
    """A number, a choice and a statement."""
    return [make_annuity(), make_choice(), make_statement()]
