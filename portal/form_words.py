"""What Django's and allauth's forms say, for which we have better Chinese than they.

Marked here, the entries of our catalogue stand before theirs: theirs lack some of these sentences,
or put spaces between Chinese and Latin letters, or call the reader 你 where the site says 您.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FORM_WORDS = (
    _("This field is required."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Enter a valid email address."),
    _("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("You must type the same password each time."),
    _("The password reset token was invalid."),
    _("A user is already registered with this email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("Your account has no password set up."),
    _("Your account has no verified email address."),
)
