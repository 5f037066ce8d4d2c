"""Where allauth asks the site: languages of e-mails, whom to refuse, who may get an account."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.lockout import refuse_locked, too_many
from portal.models import User

WRONG = _("The e-mail address and the password do not belong together.")
WRONG_CODE = _(
    "This code is not right. Codes of the app change every 30 seconds; try the next one."
)
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from the app"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
SITE_NAME = _("Social Security Training Portal")


def language_of(email: str) -> str:
    """The language of the person with this address, else the one being read."""
    chosen = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return chosen or translation.get_language() or settings.LANGUAGE_CODE


def on_this_site(address: str) -> str:
    """The address with the host that the site is known by, whatever the request was sent to."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, urlsplit(address).path)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by invitation; e-mails in the reader's language; no word about who has one."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "duplicate_email": _("This is your address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        refuse_locked(request, credentials.get("email", ""))
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many(request)) from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person whose password it is; nobody for an account that is closed."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in; whoever comes in by the log-in of an institution has accepted the invitation."""
        super().login(request, user)
        if user.invited_at:
            user.invited_at = None
            user.save(update_fields=["invited_at"])

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, gettext("This account is closed. An administrator can open it."))
        return redirect("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        return on_this_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return on_this_site(super().get_email_confirmation_url(request, emailconfirmation))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Nothing for those whose invitation is open: it says itself how to choose a password."""
        if user.invited_at is None:
            super().send_password_reset_mail(user, email, context)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language or translation.get_language()):
            return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        known = self.request.user.is_authenticated
        return reverse("account_profile" if known else "account_login")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How the person can show who it is; who has no way yet is told how to get one."""
        ways = super().get_reauthentication_methods(user)
        if not ways:
            return [{"id": "first", "description": "", "url": reverse("account_set_password")}]
        return [{**way, "description": WAYS[way["id"]]} for way in ways]

    def format_email_subject(self, subject: str) -> str:
        return f"[{SITE_NAME}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user")
        chosen = getattr(person, "language", "") or language_of(email)
        with translation.override(chosen):
            home = f"{settings.WAGTAILADMIN_BASE_URL}/{chosen}/"
            super().send_mail(template_prefix, email, {**context, "home": home})


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors in the site's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def get_totp_issuer(self) -> str:
        return str(SITE_NAME)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return str(SITE_NAME)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Log-in with the account of an institution."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Strangers get an account only where the site's owner has said so."""
        return settings.OIDC_SIGN_UP
