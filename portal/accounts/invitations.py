"""Invitations: a link that one person can use once, for some days, to choose a password."""

from datetime import datetime, timedelta
from urllib.parse import urljoin

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from portal.models import User

SALT = "portal.invitation"


def invited() -> QuerySet[User]:
    """The people who have not yet accepted their invitation, the newest first."""
    return User.objects.filter(invited_at__isnull=False).order_by("-invited_at", "email")


def expires_at(user: User) -> datetime:
    """When the person's invitation stops working."""
    return user.invited_at + timedelta(days=settings.INVITATION_DAYS)


def token_of(user: User) -> str:
    """The secret part of the link; a later invitation of the person makes it useless."""
    return signing.dumps([user.public_id, user.invited_at.isoformat()], salt=SALT)


def find_invited(token: str) -> User | None:
    """The person whom a link invites; None when it is wrong, used, replaced or too old."""
    try:
        public_id, sent_at = signing.loads(
            token, salt=SALT, max_age=timedelta(days=settings.INVITATION_DAYS)
        )
    except (signing.BadSignature, ValueError):
        return None
    user = invited().filter(public_id=public_id, is_active=True).first()
    return user if user and user.invited_at.isoformat() == sent_at else None


@transaction.atomic
def invite(*, user: User, groups: list[Group], by: User, request: HttpRequest) -> User:
    """Keep a new person, without a password, and send the link that lets them choose one."""
    user.set_unusable_password()
    user.save()
    user.groups.set(groups)
    send_again(user=user, by=by, request=request)
    return user


def send_again(*, user: User, by: User, request: HttpRequest) -> None:
    """Send a new link, which replaces the one before it."""
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    with translation.override(user.language or translation.get_language()):
        address = reverse("account_invitation", args=[token_of(user)])
        get_adapter().send_mail(
            "account/email/invitation",
            user.email,
            {
                "user": user,
                "by": by,
                "invitation_url": urljoin(settings.WAGTAILADMIN_BASE_URL, address),
                "expires_at": expires_at(user),
            },
        )


def withdraw(user: User) -> None:
    """Delete a person who has not yet accepted; the link then leads nowhere."""
    invited().get(pk=user.pk).delete()


@transaction.atomic
def accept(*, user: User, password: str) -> User:
    """The person, who from now on logs in with the password; the address is proved by the link.

    Raises ValidationError when somebody accepted the invitation at the same moment.
    """
    opened = invited().filter(pk=user.pk, invited_at=user.invited_at).update(invited_at=None)
    if not opened:
        raise ValidationError("The invitation was used.")
    user.invited_at = None
    get_adapter().set_password(user, password)
    user.vouch_for_address()
    return user
