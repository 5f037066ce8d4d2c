"""The issued cases of a sample, and who they are, sealed apart from their answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.instrument import Survey


class SampleUnit(models.Model):
    """One issued case of the sample, with what the sampling frame says of it."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="units")
    case_id = models.CharField(_("case"), max_length=64)
    stratum = models.CharField(_("stratum"), max_length=64)
    psu = models.CharField(_("primary sampling unit"), max_length=64)
    base_weight = models.FloatField(_("base weight"))
    inclusion_probability = models.FloatField(_("inclusion probability"), null=True, blank=True)
    attributes = models.JSONField(_("known before the interview"), default=dict)
    pilot = models.BooleanField(_("pilot"), default=False)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sample_units",
        verbose_name=_("interviewer"),
    )
    member = models.ForeignKey(
        "surveys.PanelMember",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("panel member"),
    )
    wave = models.ForeignKey(
        "surveys.Wave",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("wave"),
    )
    disposition = models.CharField(
        _("disposition"),
        max_length=8,
        blank=True,
        help_text=_("Outcome code of a case without interview; empty while it is open."),
    )

    class Meta:
        verbose_name = _("sample unit")
        verbose_name_plural = _("sample units")
        ordering = ["survey", "case_id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "case_id"], name="one_unit_per_case"),
            models.UniqueConstraint(
                fields=["wave", "member"],
                condition=models.Q(wave__isnull=False, member__isnull=False),
                name="one_case_per_member_and_wave",
            ),
            models.CheckConstraint(
                condition=models.Q(base_weight__gt=0), name="base_weight_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(inclusion_probability=None)
                | models.Q(inclusion_probability__gt=0, inclusion_probability__lte=1),
                name="inclusion_probability_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "stratum", "pilot", "disposition"], name="unit_progress")
        ]

    def __str__(self) -> str:
        return self.case_id


class Contact(models.Model):
    """Name, telephone and address of a case or of a panel's member: sealed, and read only with a
    reason. A case that a wave made has the contact data of its member, unless it has its own.

    `phone_index` is a keyed hash: it tells two cases with one number without telling the number.
    Who has withdrawn leaves an empty `sealed`; who read it before is still known.
    """

    unit = models.OneToOneField(
        SampleUnit, models.CASCADE, null=True, blank=True, related_name="contact"
    )
    member = models.OneToOneField(
        "surveys.PanelMember", models.CASCADE, null=True, blank=True, related_name="contact"
    )
    sealed = models.BinaryField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("contact data")
        verbose_name_plural = _("contact data")
        ordering = ["unit", "member"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None, member__isnull=False)
                | models.Q(unit__isnull=False, member=None),
                name="contact_of_a_case_or_a_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or self.member_id}"
