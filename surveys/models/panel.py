"""People who agreed to be asked again, and the waves in which they are."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.instrument import Survey
from surveys.models.sample import SampleUnit

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_member_id() -> str:
    """A name that says nothing about the person and is easily read aloud."""
    return "P" + "".join(secrets.choice(LETTERS) for _place in range(8))


class Panel(models.Model):
    """People who are asked again and again; those who run its survey's fieldwork look after it."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="panels")
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["survey", "name"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_panel_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class PanelMember(models.Model):
    """One person of a panel. `member_id` links their answers of all waves, and says no more."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        MOVED = "moved", _("moved: the contact data lead nowhere")
        WITHDRAWN = "withdrawn", pgettext_lazy("member of a panel", "withdrawn")

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members")
    member_id = models.CharField(_("member"), max_length=40, default=new_member_id)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    language = models.CharField(_("language"), max_length=12, blank=True)
    consented_on = models.DateField(_("agreed to be asked again"), null=True, blank=True)
    stratum = models.CharField(_("stratum"), max_length=64, blank=True)
    psu = models.CharField(_("primary sampling unit"), max_length=64, blank=True)
    base_weight = models.FloatField(_("base weight"), default=1.0)
    attributes = models.JSONField(_("known before the interview"), default=dict)
    recruited_from = models.ForeignKey(
        SampleUnit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recruits",
        verbose_name=_("recruited from"),
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        ordering = ["panel", "member_id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "member_id"], name="one_member_per_name"),
            models.UniqueConstraint(
                fields=["panel", "recruited_from"],
                condition=Q(recruited_from__isnull=False),
                name="one_member_per_case",
            ),
            models.CheckConstraint(
                condition=Q(base_weight__gt=0), name="member_weight_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
                name="withdrawal_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.member_id


class Wave(models.Model):
    """The members who are asked in a survey at one time; each is a case of that survey.

    `carried` says which earlier answers the cases know, as names of questions by the name under
    which they are known.
    """

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="waves")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("wave"))
    carried = models.JSONField(_("earlier answers"), default=dict)
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="one_wave_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.number}"
