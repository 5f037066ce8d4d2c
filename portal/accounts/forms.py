"""allauth's forms in the site's own words, and the forms of the profile and of invitations."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context as current
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from portal import time_zones
from portal.accounts.lockout import refuse_locked
from portal.accounts.roles import role_name
from portal.models import User

NO_PASSKEY = _("This was not the answer of a passkey of yours. Try again, or use another way.")


class OwnWords:
    """Gives fields the labels and help texts of `words`, and takes placeholders away.

    `words` maps a field's name to its label, or to its label and help text.
    """

    words: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            label, help_text = self.told(name, field)
            field.label, field.help_text = label, help_text

    def told(self, name: str, field: forms.Field) -> tuple[Any, Any]:
        """The field's label and help text."""
        told = self.words.get(name, field.label)
        return told if isinstance(told, tuple) else (told, "")


class LogInForm(OwnWords, account.LoginForm):
    """Log-in by e-mail address and password; the answer never tells which of the two is wrong."""

    words = {"login": _("E-mail address"), "password": _("Password")}


class NewAddressForm(OwnWords, account.AddEmailForm):
    words = {"email": _("New e-mail address")}


class ForgottenPasswordForm(OwnWords, account.ResetPasswordForm):
    words = {"email": _("E-mail address")}


class ConfirmPasswordForm(OwnWords, account.ReauthenticateForm):
    words = {"password": _("Password")}


class ChosenPassword(OwnWords):
    """Says what a new password must be like."""

    words = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def told(self, name: str, field: forms.Field) -> tuple[Any, Any]:
        label, help_text = super().told(name, field)
        return label, password_validators_help_text_html() if name == "password1" else help_text


class NewPasswordForm(ChosenPassword, account.ChangePasswordForm):
    pass


class FirstPasswordForm(ChosenPassword, account.SetPasswordForm):
    pass


class ResetPasswordForm(ChosenPassword, account.ResetPasswordKeyForm):
    pass


class GuardedCode(OwnWords):
    """A code that is not even looked at where the account was guessed at too often."""

    words = {"code": _("Code from the app, or a recovery code")}

    def clean_code(self) -> str:
        refuse_locked(current.request, self.user.email)  # type: ignore[attr-defined]
        return super().clean_code()  # type: ignore[misc]


class CodeForm(GuardedCode, codes.AuthenticateForm):
    pass


class ConfirmCodeForm(GuardedCode, codes.ReauthenticateForm):
    pass


class ActivateAppForm(OwnWords, ActivateTOTPForm):
    words = {"code": _("Code that the app shows")}


UNSOUND = (AttributeError, KeyError, TypeError, ValueError)


class SoundCredential:
    """Answers what no passkey could have sent with a sentence; allauth's own checks raise on it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNSOUND as error:
            raise forms.ValidationError(NO_PASSKEY) from error


class LogInKeyForm(SoundCredential, webauthn.LoginWebAuthnForm):
    pass


class KeyForm(SoundCredential, webauthn.AuthenticateWebAuthnForm):
    pass


class ConfirmKeyForm(SoundCredential, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddKeyForm(OwnWords, webauthn.AddWebAuthnForm):
    words = {
        "name": (_("Name"), _("So that you can tell your passkeys apart.")),
        "passwordless": (
            _("Log in with it alone"),
            _("Without a password; the device then asks for your fingerprint, face or PIN."),
        ),
    }

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except UNSOUND as error:
            raise forms.ValidationError(NO_PASSKEY) from error


class RenameKeyForm(OwnWords, webauthn.EditWebAuthnForm):
    words = {"name": _("Name")}


class ProfileForm(forms.ModelForm):
    """How a person is called, reads and tells the time."""

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Used for your start page, the editing desk, and e-mails to you."),
        choices=[("", _("The one I am reading")), *settings.LANGUAGES],
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=User._meta.get_field("time_zone").help_text,
        choices=time_zones.choices,
        required=False,
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "time_zone"]
        labels = {"first_name": _("Given name"), "last_name": _("Family name")}

    def save(self, commit: bool = True) -> User:
        """Also hands the zone to Wagtail, which shows times of the editing desk in one of its own."""
        user = super().save(commit)
        UserProfile.objects.update_or_create(
            user=user, defaults={"current_time_zone": user.time_zone}
        )
        return user


class InvitationForm(forms.ModelForm):
    """Whom to invite, to what, and in which language to write to them."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=Group.objects.order_by("pk"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language", "groups"]
        labels = {"first_name": _("Given name"), "last_name": _("Family name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].required = True
        self.fields["language"].help_text = _("The invitation is written in it.")
        self.fields["groups"].label_from_instance = lambda group: role_name(group.name)
