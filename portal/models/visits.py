"""How often pages were read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageVisits(models.Model):
    """How often a page, which is in one language, was read on a day. Nothing says by whom."""

    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="+")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("visits"))

    class Meta:
        verbose_name = _("visits of a page")
        verbose_name_plural = _("visits of pages")
        ordering = ["-day", "page"]
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
