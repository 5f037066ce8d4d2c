"""Invitations in the menu of settings, and one e-mail address per account."""

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.urls import admin_urlpatterns
from portal.models import User


@hooks.register("register_admin_urls")
def invitation_addresses() -> list:
    return [path("accounts/", include(admin_urlpatterns))]


class InvitationsMenuItem(MenuItem):
    """Seen by those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("portal.add_user")


@hooks.register("register_settings_menu_item")
def invitations_menu_item() -> MenuItem:
    address = reverse_lazy("account_invitations")
    return InvitationsMenuItem(_("Invitations"), address, icon_name="mail", order=595)


@hooks.register("after_edit_user")
def keep_one_address(request: HttpRequest, user: User) -> None:
    """An address that an administrator types replaces the one before, and is to be proved."""
    user.emailaddress_set.exclude(email__iexact=user.email).delete()
