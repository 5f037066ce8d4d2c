"""One's own account, and what everybody may do."""

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.devices import device
from portal.accounts.forms import ProfileForm
from portal.accounts.roles import role_name, roles


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The person's name, language and time zone."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        user = form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your profile is saved."))
            return redirect("account_profile")
    groups = [role_name(group.name) for group in request.user.groups.order_by("pk")]
    return render(request, "account/profile.html", {"form": form, "groups": groups})


@require_safe
@login_required
def first_password(request: HttpRequest) -> HttpResponse:
    """How somebody gets a password who logs in with an institution's account only."""
    return render(request, "account/password_set.html")


class Sessions(ListUserSessionsView):
    """Where the person is logged in; a form ends all other sessions."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        values = super().get_context_data(**kwargs)
        for session in values["sessions"]:
            session.device = device(session.user_agent)
        return values


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's other sessions."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    messages.success(request, _("That session is ended."))
    return redirect("usersessions_list")


@require_safe
def role_table(request: HttpRequest) -> HttpResponse:
    """What each kind of people may do; open to everybody."""
    own = set()
    if request.user.is_authenticated:
        own = set(request.user.groups.values_list("name", flat=True))
    return render(request, "account/roles.html", {"roles": roles(), "own": own})
