"""Countries and topics, by which pages of all kinds are found."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from portal.fields import WordsField
from portal.words import in_language


class Country(models.Model):
    """A country or territory."""

    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[a-z]{3}$", _("Three small letters, such as chn."))],
        help_text=_("ISO 3166-1 alpha-3 code in small letters."),
    )
    names = WordsField(_("names"))
    aliases = WordsField(
        _("other names"),
        blank=True,
        help_text=_("Other words for the same, separated by commas. The search finds them."),
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.names)


class Topic(models.Model):
    """What something is about; other words for it are found by the search too."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    names = WordsField(_("names"))
    aliases = WordsField(
        _("other names"),
        blank=True,
        help_text=_("Other words for the same, separated by commas. The search finds them."),
    )
    broader = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader topic"),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return in_language(self.names)


class PageCountry(models.Model):
    """A page is about a country. Copied to a page's translations with its other shared fields."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_countries")
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="page_countries", verbose_name=_("country")
    )

    class Meta:
        verbose_name = _("country of a page")
        verbose_name_plural = _("countries of pages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "country"], name="one_link_per_page_country")
        ]

    def __str__(self) -> str:
        return str(self.country)


class PageTopic(models.Model):
    """A page is about a topic. Copied to a page's translations with its other shared fields."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_topics")
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="page_topics", verbose_name=_("topic")
    )

    class Meta:
        verbose_name = _("topic of a page")
        verbose_name_plural = _("topics of pages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "topic"], name="one_link_per_page_topic")
        ]

    def __str__(self) -> str:
        return str(self.topic)


def vocabulary_words(page: Any) -> str:
    """The names and other names of a page's countries and topics in all languages, for search."""
    countries = [link.country for link in page.page_countries.select_related("country")]
    topics = [link.topic for link in page.page_topics.select_related("topic")]
    words: list[str] = []
    for one in (*countries, *topics):
        words += [*one.names.values(), *one.aliases.values()]
    return " , ".join(words)
