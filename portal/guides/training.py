"""Guides for those who learn and teach."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import LOG_IN, Guide, Picture, Step

TRAINEE = Guide(
    key="trainee",
    title=_("Take a course"),
    summary=_("For trainees: enrol, learn lesson by lesson, and see how far you are."),
    steps=(
        LOG_IN,
        Step(
            _("Enrol"),
            _(
                "Open “Learn”, choose a course and then a cohort whose enrolment is open. Places are limited; who leaves makes room for somebody else."
            ),
            Picture(
                "cohort", _("The page of a cohort lists its modules and lessons with what is done.")
            ),
        ),
        Step(
            _("Go on where you stopped"),
            _("Your start page leads to the next lesson of each course."),
            Picture(
                "start-trainee",
                _("The start page of a trainee: the next lesson, and doors below it."),
            ),
        ),
        Step(
            _("Work through a lesson"),
            _(
                "Read the lesson on the page or as a PDF. If it has a quiz, the lesson is done when you pass the quiz, as often as you try; otherwise mark it as done yourself."
            ),
            Picture("lesson", _("A lesson with the outline at its side.")),
        ),
    ),
)
TRAINER = Guide(
    key="trainer",
    title=_("Lead a cohort"),
    summary=_("For trainers: begin a cohort of a released course, and follow your learners."),
    steps=(
        LOG_IN,
        Step(
            _("Ask for a release"),
            _(
                "You need a release of the course: editors make it once its lessons are published and nothing is missing. A release is frozen: later changes reach only later releases."
            ),
            Picture(
                "release",
                _(
                    "The page on which a course is released shows what would be frozen and what is missing."
                ),
            ),
        ),
        Step(
            _("Make a cohort"),
            _(
                "A cohort follows one release. Give it days, places and staff, and open it when people may enrol."
            ),
            Picture(
                "cohort", _("The page of a cohort lists its modules and lessons with what is done.")
            ),
        ),
        Step(
            _("Follow the learners"),
            _(
                "The board shows who has done what. You can bring somebody in by their e-mail address; only learners mark lessons as done."
            ),
            Picture(
                "board",
                _("The board of a cohort: a row for each learner, a column for each lesson."),
            ),
        ),
    ),
)
