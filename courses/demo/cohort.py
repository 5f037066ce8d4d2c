"""Makes the cohort: a trainer, and a trainee who has passed the first lesson."""

from django.http import QueryDict

from courses.demo.content import Data
from courses.grading import Item
from courses.models import Cohort, CohortStaff, CoursePage, Enrolment
from courses.queries.quizzes import quiz_versions
from courses.services.enrolments import enrol
from courses.services.quizzes import submit_quiz
from courses.services.releases import release_course
from portal.demo.fixtures import ENGLISH
from portal.demo.site import DEMO_DOMAIN
from portal.models import User


def make_cohort(course: CoursePage, data: Data) -> None:
    """An open cohort on the course's first release, unless a cohort of this name exists."""
    if Cohort.objects.filter(titles__en=data["titles"][ENGLISH]).exists():
        return
    trainer, trainee = account("trainer"), account("trainee")
    released = release_course(course=course, notes="", actor=trainer)
    cohort = Cohort(version=released.version, state=Cohort.State.OPEN, **data)
    cohort.staff = [CohortStaff(user=trainer, role=CohortStaff.Role.TRAINER)]
    cohort.full_clean()
    cohort.save()
    pass_first_lesson(enrol(cohort=cohort, user=trainee, actor=trainer))


def account(group: str) -> User:
    """The demonstration's account of a group."""
    return User.objects.get(email=f"{group}@{DEMO_DOMAIN}")


def pass_first_lesson(enrolment: Enrolment) -> None:
    """Answer the quiz of the first lesson as its key says."""
    unit = enrolment.cohort.version.units.get(pos=0)
    answers = QueryDict(mutable=True)
    for number, version in enumerate(quiz_versions(unit)):
        answers.setlist(f"answer-{number}", right_answers(version.item()))
    submit_quiz(enrolment=enrolment, unit=unit, data=answers, actor=enrolment.user)


def right_answers(item: Item) -> list[str]:
    """What a form gives for the right answers to a question with answers to choose."""
    return [str(position) for position, option in enumerate(item.options) if option.correct]
