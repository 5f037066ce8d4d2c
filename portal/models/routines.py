"""Work that is due again and again: when it ran, and when it is due next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoutineRun(models.Model):
    """One row per routine. Whoever moves `due_at` ahead runs it; so two workers never both do."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("due at"))
    finished_at = models.DateTimeField(_("last finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("routine")
        verbose_name_plural = _("routines")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
