"""Keys with which machines read answers, and addresses that are told of changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.forms.exchange import ApiKeyForm, WebhookForm
from surveys.models import Delivery, Survey
from surveys.services.feed import make_api_key, revoke_api_key
from surveys.services.webhooks import make_webhook, revoke_webhook

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
    context = {
        "survey": survey,
        "address": request.build_absolute_uri(f"/api/surveys/{survey.public_id}/submissions"),
        "keys": survey.api_keys.filter(revoked_at=None),
        "webhooks": survey.webhooks.filter(revoked_at=None),
        "deliveries": deliveries[:SHOWN],
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
