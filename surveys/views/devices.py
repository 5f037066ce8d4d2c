"""The devices of a survey: their keys, made, shown once and withdrawn; why requests were refused."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access
from surveys.forms.devices import DeviceForm
from surveys.models import RefusedRequest, Survey
from surveys.services.keys import NewKey, new_collector_key, revoke_collector_key
from surveys.views.collect.answers import REFUSALS
from surveys.views.pages import form_page, posted


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a new key, once."""

    made: NewKey
    survey: Survey

    @property
    def address(self) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL}/collect/key/{self.made.token}"

    @property
    def login_address(self) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL}/collect/login"

    @property
    def drawing(self) -> str:
        """The settings as a QR code, which ODK Collect reads when a project is added."""
        code = segno.make_qr(settings_text(self.address, str(self.survey)), error="l")
        return code.svg_inline(scale=4, border=4, omitsize=True, light="#fff")


def settings_text(address: str, name: str) -> str:
    """Settings as ODK Collect reads them: base64 of zlib of JSON, with both parts in it."""
    written = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": name},
    }
    return base64.b64encode(zlib.compress(json.dumps(written).encode())).decode()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys there are; a new one with what its device needs."""
    survey = access.fielded_survey(request.user, slug)
    form = DeviceForm(*posted(request), survey=survey)
    shown = None
    if form.is_valid():
        shown = Shown(new_collector_key(survey=survey, **form.cleaned_data), survey)
        form = DeviceForm(survey=survey)
    context = {
        "survey": survey,
        "form": form,
        "shown": shown,
        "keys": survey.collector_keys.select_related("interviewer").order_by("-created_at"),
        "refusals": [
            (refusal, REFUSALS[refusal.reason][1])
            for refusal in RefusedRequest.objects.filter(key__survey=survey).select_related("key")
            if refusal.reason in REFUSALS
        ],
    }
    return form_page(request, "surveys/admin/devices.html", context)


@require_POST
def revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Withdraw one key: its device lists and sends nothing from now on."""
    survey = access.fielded_survey(request.user, slug)
    key = get_object_or_404(survey.collector_keys, pk=number)
    revoke_collector_key(key=key)
    messages.success(request, _("The key %(key)s is withdrawn.") % {"key": key})
    return redirect("surveys_devices", slug=slug)
