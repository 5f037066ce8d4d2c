"""The administrator's page of invitations."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import invitations
from portal.accounts.forms import InvitationForm
from portal.models import User

may_invite = permission_required("portal.add_user", raise_exception=True)


def with_ends(users: QuerySet[User]) -> list[User]:
    """The invited people, each with the end of the invitation and whether it is over."""
    people = list(users.prefetch_related("groups"))
    for person in people:
        person.expires_at = invitations.expires_at(person)
        person.expired = person.expires_at < timezone.now()
    return people


@require_http_methods(["GET", "HEAD", "POST"])
@may_invite
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody, and see who has not accepted yet."""
    form = InvitationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        user = form.save(commit=False)
        groups = list(form.cleaned_data["groups"])
        invitations.invite(user=user, groups=groups, by=request.user, request=request)
        messages.success(request, _("%(email)s is invited.") % {"email": user.email})
        return redirect("account_invitations")
    people = with_ends(invitations.invited())
    return render(request, "account/admin/invitations.html", {"form": form, "people": people})


@require_POST
@may_invite
def renew_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the one before it stops working."""
    user = get_object_or_404(invitations.invited(), pk=pk)
    invitations.send_again(user=user, by=request.user, request=request)
    messages.success(request, _("%(email)s has a new link.") % {"email": user.email})
    return redirect("account_invitations")


@require_POST
@may_invite
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the invitation back: the account, which nobody has used, is deleted."""
    user = get_object_or_404(invitations.invited(), pk=pk)
    invitations.withdraw(user)
    messages.success(
        request, _("The invitation of %(email)s is withdrawn.") % {"email": user.email}
    )
    return redirect("account_invitations")
