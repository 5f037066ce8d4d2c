"""Keys with which machines read answers, and addresses that are told of changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import access
from surveys.forms.exchange import WEBHOOK_EVENTS, ApiKeyForm, WebhookForm
from surveys.models import Delivery, Survey
from surveys.queries import given_up
from surveys.services.feed import FILTERS
from surveys.services.keys import make_api_key, revoke_api_key
from surveys.services.webhooks import make_webhook, revoke_webhook, send_again, send_test
from surveys.tasks import enqueue_deliveries
from surveys.views.api import MOST, PER_MINUTE

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def machines(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys and webhooks of a survey; a new one's secret is shown this once."""
    survey = access.edited_survey(request.user, slug)
    asked = request.POST if request.method == "POST" else None
    webhook = WebhookForm(asked if asked and "webhook" in asked else None)
    key = ApiKeyForm(asked if asked is not None and not webhook.is_bound else None)
    if key.is_bound and key.is_valid():
        token = make_api_key(survey=survey, actor=request.user, **key.cleaned_data)
        return _page(request, survey, ApiKeyForm(), webhook, token=token)
    if webhook.is_bound and webhook.is_valid():
        secret = make_webhook(survey=survey, actor=request.user, **webhook.cleaned_data)
        return _page(request, survey, key, WebhookForm(), secret=secret)
    return _page(request, survey, key, webhook, status=200 if asked is None else 422)


def _page(
    request: HttpRequest,
    survey: Survey,
    key: ApiKeyForm,
    webhook: WebhookForm,
    *,
    token: str = "",
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    deliveries = Delivery.objects.filter(webhook__survey=survey).select_related("webhook")
    lost = given_up([survey]).select_related("webhook")
    context = {
        "survey": survey,
        "address": _address(request, survey),
        "keys": survey.api_keys.filter(revoked_at=None),
        "webhooks": survey.webhooks.filter(revoked_at=None),
        "deliveries": deliveries[:SHOWN],
        "given_up": lost[:SHOWN],
        "given_up_count": lost.count(),
        "key_form": key,
        "webhook_form": webhook,
        "token": token,
        "secret": secret,
    }
    return render(request, "surveys/admin/machines.html", context, status=status)


@require_POST
def revoke_key(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a key."""
    survey = access.edited_survey(request.user, slug)
    revoke_api_key(key=get_object_or_404(survey.api_keys, pk=number))
    messages.success(request, _("The key opens nothing any more."))
    return redirect("surveys_machines", slug=slug)


@require_POST
def end_webhook(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a webhook."""
    survey = access.edited_survey(request.user, slug)
    revoke_webhook(webhook=get_object_or_404(survey.webhooks, pk=number))
    messages.success(request, _("The address is told nothing any more."))
    return redirect("surveys_machines", slug=slug)


def _address(request: HttpRequest, survey: Survey) -> str:
    return request.build_absolute_uri(f"/api/surveys/{survey.public_id}/submissions")


@require_POST
def test_webhook(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Post a test to an address, and say what it answered."""
    survey = access.edited_survey(request.user, slug)
    webhook = get_object_or_404(survey.webhooks.filter(revoked_at=None), pk=number)
    test = send_test(webhook=webhook)
    if test.state == Delivery.State.DELIVERED:
        messages.success(request, _("The address took the test: %(answer)s.") % vars(test))
    else:
        words = _("The address did not take the test: %(answer)s. Expected a status 200 to 299.")
        messages.error(request, words % vars(test))
    return redirect("surveys_machines", slug=slug)


@require_POST
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell one event again, or all that were given up."""
    survey = access.edited_survey(request.user, slug)
    chosen = given_up([survey])
    if wanted := request.POST.get("delivery", ""):
        known = Delivery.objects.filter(webhook__survey=survey, webhook__revoked_at=None)
        chosen = known.filter(pk=wanted) if wanted.isdecimal() else known.none()
    count = send_again(deliveries=chosen)
    enqueue_deliveries(survey=survey)
    words = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count)
    messages.success(request, words % {"count": count})
    return redirect("surveys_machines", slug=slug)


@require_safe
def how(request: HttpRequest, slug: str) -> HttpResponse:
    """How a machine reads answers and checks what it is told, with examples for this survey."""
    survey = access.edited_survey(request.user, slug)
    context = {
        "survey": survey,
        "address": _address(request, survey),
        "filters": FILTERS,
        "most": MOST,
        "per_minute": PER_MINUTE,
        "events": WEBHOOK_EVENTS,
    }
    return render(request, "surveys/admin/machines_how.html", context)
