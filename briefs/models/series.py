"""Series of publications."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.fields import WordsField
from portal.words import in_language


class Series(models.Model):
    """Publications that appear under one name. Issue dates never follow from the periodicity."""

    names = WordsField(_("names"))
    periodicity = WordsField(
        _("periodicity"), blank=True, help_text=_("In words, such as: every two months.")
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["pk"]

    def __str__(self) -> str:
        return in_language(self.names)
