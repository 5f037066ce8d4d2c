"""Invitations that go out together, for the first time or as reminders."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.drafts import Invitation
from surveys.models.instrument import Survey


class Mailing(models.Model):
    """Letters or e-mails to people who have not answered; it can be taken back until it is sent."""

    class Channel(models.TextChoices):
        LETTER = "letter", _("letters")
        EMAIL = "email", _("e-mails")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="mailings")
    channel = models.CharField(_("how"), max_length=6, choices=Channel)
    reminder = models.BooleanField(_("reminder"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["survey", "-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.survey} · {self.get_channel_display()} · {self.made_at:%Y-%m-%d}"


class MailingPiece(models.Model):
    """One invitation of a mailing. `fault` says why it did not go out."""

    class Fault(models.TextChoices):
        NOT_WANTED = "not_wanted", _("answered or withdrawn meanwhile")
        ADDRESS = "address", _("no e-mail address that can be used")
        FAILED = "failed", _("not accepted by the mail server")

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="pieces")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="pieces")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    fault = models.CharField(_("fault"), max_length=10, choices=Fault, blank=True)

    class Meta:
        verbose_name = _("piece of a mailing")
        verbose_name_plural = _("pieces of a mailing")
        ordering = ["mailing", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "invitation"], name="one_piece_per_invitation"
            )
        ]

    def __str__(self) -> str:
        return str(self.invitation)
