"""Interviews that are held a second time, to see whether the answers stand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.instrument import Survey
from surveys.models.submissions import Submission


class BackCheck(models.Model):
    """An interview that was drawn to be held again, and the second interview once it is there."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="back_checks")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="back_check")
    second = models.OneToOneField(
        Submission, models.SET_NULL, null=True, blank=True, related_name="back_check_of"
    )
    seed = models.PositiveIntegerField(_("seed"))
    share = models.FloatField(_("share"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("back-check")
        verbose_name_plural = _("back-checks")
        ordering = ["survey", "drawn_at", "id"]

    def __str__(self) -> str:
        return f"{self.submission}"
