"""The guides: what one can do in the portal, role by role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.guides import GUIDES


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides."""
    return render(request, "portal/guides.html", {"guides": GUIDES.values()})


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """The guide of one role; everybody may read every guide."""
    if key not in GUIDES:
        raise Http404
    others = [other for other in GUIDES.values() if other.key != key]
    trail = [{"title": _("Help"), "url": reverse("guides")}]
    context = {"guide": GUIDES[key], "other_guides": others, "trail": trail}
    return render(request, "portal/guide.html", context)
