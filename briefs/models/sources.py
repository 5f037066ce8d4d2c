"""Works that are cited."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.fields import WordsField
from portal.validators import HISTORY
from portal.words import in_language


class Source(models.Model):
    """A work that is cited, as a bibliography lists it."""

    titles = WordsField(
        _("titles"),
        max_length=400,
        help_text=_("The title as printed; a translated title where one helps readers."),
    )
    authors = models.CharField(
        _("authors"), max_length=300, blank=True, help_text=_("As cited, separated by semicolons.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=HISTORY,
        help_text=_("Empty where the work is undated."),
    )
    url = models.URLField(_("address"), blank=True)
    note = WordsField(
        _("note"),
        blank=True,
        long=True,
        max_length=1000,
        help_text=_("What readers must know about the work, such as how its date was inferred."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["authors", "year", "pk"]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """Author, title and year on one line, as far as known."""
        title = in_language(self.titles)
        known = [self.authors, title, str(self.year) if self.year else ""]
        separator = "，" if (get_language() or "").startswith("zh") else ", "
        return separator.join(part for part in known if part)
