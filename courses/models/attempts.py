"""What learners answered in quizzes. Every try is kept as it was given."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolments import Enrolment
from courses.models.immutable import WrittenOnce
from courses.models.questions import QuestionVersion


class Attempt(WrittenOnce):
    """One try at the quiz of a unit, with its marks."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    pos = models.PositiveIntegerField(_("position of the unit"))
    score = models.PositiveSmallIntegerField(_("right answers"))
    max_score = models.PositiveSmallIntegerField(_("questions"))
    passed = models.BooleanField(_("passed"))
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)

    class Meta:
        verbose_name = _("try at a quiz")
        verbose_name_plural = _("tries at quizzes")
        ordering = ["enrolment", "pos", "pk"]
        get_latest_by = "pk"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=F("max_score")), name="score_is_within_maximum"
            )
        ]
        indexes = [models.Index(fields=["enrolment", "pos"], name="attempt_of_unit")]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.pos} · {self.score}/{self.max_score}"


class Response(WrittenOnce):
    """The answer to one question of a try: the number as typed, or the chosen positions."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    slot = models.PositiveSmallIntegerField(_("position of the question"))
    question_version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="responses")
    answer = models.JSONField(_("answer"))
    score = models.PositiveSmallIntegerField(_("right"))

    class Meta:
        verbose_name = _("answer in a quiz")
        verbose_name_plural = _("answers in quizzes")
        ordering = ["attempt", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="one_response_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.slot}"
