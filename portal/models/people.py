"""People who log in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.characters import clean_texts
from portal.identifiers import new_public_id


class UserManager(BaseUserManager["User"]):
    """Makes people and finds them by e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password nobody can log in as them."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person who may do everything; whoever runs the site vouches for the address."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.vouch_for_address()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person, who logs in with an e-mail address; rights come from groups."""

    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody is already registered with this address.")},
    )
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    language = models.CharField(
        _("language"),
        max_length=16,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Used for your start page and for e-mails to you."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Times are shown in this zone while you are logged in."),
    )
    invited_at = models.DateTimeField(
        _("invited"), null=True, blank=True, editable=False, db_index=True
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message=_("Somebody is already registered with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        clean_texts(self)
        self.email = self.email.strip().lower()

    def vouch_for_address(self) -> None:
        """Let the person log in with the present address, and with no other, without proving it."""
        self.emailaddress_set.exclude(email__iexact=self.email).delete()
        self.emailaddress_set.update_or_create(
            email=self.email, defaults={"verified": True, "primary": True}
        )


Visitor = User | AnonymousUser
"""Whoever reads a page."""
