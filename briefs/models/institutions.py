"""Who stands behind records: institutions and people, and who contributed what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from briefs.models.vocabularies import Role
from portal.fields import WordsField
from portal.models import Country
from portal.words import in_language


class Institution(models.Model):
    """An organisation that publishes, organises, funds or answers questions."""

    names = WordsField(_("names"))
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("country"),
        help_text=_("Empty for an international organisation."),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["abbreviation", "pk"]

    def __str__(self) -> str:
        return in_language(self.names)


class Person(ClusterableModel):
    """Somebody who wrote, spoke or translated."""

    names = WordsField(
        _("names"), help_text=_("As printed: given name first in English, whole in Chinese.")
    )

    panels = [
        FieldPanel("names"),
        InlinePanel("affiliations", heading=_("Roles at institutions"), label=_("Role")),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["pk"]

    def __str__(self) -> str:
        return in_language(self.names)


class Affiliation(Orderable):
    """What a person is at an institution."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="affiliations", verbose_name=_("institution")
    )
    role = WordsField(_("role"), blank=True, help_text=_("Such as director or vice-president."))

    class Meta(Orderable.Meta):
        verbose_name = _("role at an institution")
        verbose_name_plural = _("roles at institutions")

    def __str__(self) -> str:
        role = in_language(self.role)
        return f"{role}, {self.institution}" if role else str(self.institution)


class Contribution(Orderable):
    """A person's or an institution's part in a record; exactly one of the two."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("person"),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("institution"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)

    panels = [FieldPanel("person"), FieldPanel("institution"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(institution__isnull=True),
                name="contribution_is_of_one",
                violation_error_message=_("Choose a person or an institution, not both."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contributor)

    @property
    def contributor(self) -> Person | Institution | None:
        """The person or institution."""
        return self.person or self.institution
