"""Social protection schemes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.fields import WordsField
from portal.models import Country
from portal.words import in_language


class Scheme(models.Model):
    """A scheme, programme or law of a country; its other names are found by the search too."""

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="schemes", verbose_name=_("country")
    )
    names = WordsField(_("names"))
    aliases = WordsField(
        _("other names"),
        blank=True,
        help_text=_("Other and short names, separated by commas. The search finds them."),
    )

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["country", "pk"]

    def __str__(self) -> str:
        return in_language(self.names)
