"""What training stores: pages, questions, released versions, cohorts, what members have done."""

from courses.models.attempts import Attempt, Response
from courses.models.cohorts import Cohort, CohortStaff
from courses.models.enrolments import Completion, Enrolment
from courses.models.immutable import Unchangeable
from courses.models.pages import CoursePage, LessonPage, ModulePage
from courses.models.questions import (
    Question,
    QuestionKnownError,
    QuestionOption,
    QuestionType,
    QuestionVersion,
)
from courses.models.versions import CourseVersion, Unit, UnitRevision

__all__ = [
    "Attempt",
    "Cohort",
    "CohortStaff",
    "Completion",
    "CoursePage",
    "CourseVersion",
    "Enrolment",
    "LessonPage",
    "ModulePage",
    "Question",
    "QuestionKnownError",
    "QuestionOption",
    "QuestionType",
    "QuestionVersion",
    "Response",
    "Unchangeable",
    "Unit",
    "UnitRevision",
]
