"""The list of forms, each form as it was stored, and its files."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree as ET

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from surveys.access import device_form, device_forms
from surveys.instrument.file_lists import CASES_FILE
from surveys.models import CollectorKey, InstrumentVersion
from surveys.queries.case_lists import case_file
from surveys.views.collect.door import device_view

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
XML = "text/xml; charset=utf-8"


@device_view("GET", "HEAD", right="may_list")
def form_list(request: HttpRequest, key: CollectorKey) -> HttpResponse:
    """The newest version of each form, or all of them where the device asks for them."""
    every_version = request.GET.get("listAllVersions") == "true"
    root = ET.Element("xforms", xmlns=LIST)
    for version in device_forms(key, request.GET.get("formID"), every_version):
        entry = {
            "formID": version.form_id,
            "name": version.title or version.form_id,
            "version": version.version,
            "hash": f"md5:{version.xform_md5}",
        }
        if request.GET.get("verbose") == "true":
            entry["descriptionText"] = str(key.survey)
        entry["downloadUrl"] = _address(request, "collect_form", version)
        if version.has_files or version.lists_cases:
            entry["manifestUrl"] = _address(request, "collect_manifest", version)
        _add(root, "xform", entry)
    return _xml(root)


@device_view("GET", "HEAD", right="may_list")
def form(request: HttpRequest, key: CollectorKey, form_id: str, version: str) -> HttpResponse:
    """The form, byte for byte as it was stored: the list tells the hash of these bytes."""
    return HttpResponse(bytes(device_form(key, form_id, version).xform), content_type=XML)


@device_view("GET", "HEAD", right="may_list")
def manifest(request: HttpRequest, key: CollectorKey, form_id: str, version: str) -> HttpResponse:
    """The files that the form names, and the list of cases of whoever has the key."""
    found = device_form(key, form_id, version)
    root = ET.Element("manifest", xmlns=MANIFEST)
    for file in found.files.all():
        address = _address(request, "collect_file", found, name=file.name)
        entry = {"filename": file.name, "hash": f"md5:{file.md5}", "downloadUrl": address}
        _add(root, "mediaFile", entry)
    if found.lists_cases:
        content = case_file(key.survey, key.interviewer)
        made = hashlib.md5(content, usedforsecurity=False).hexdigest()
        address = _address(request, "collect_file", found, name=CASES_FILE)
        entry = {"filename": CASES_FILE, "hash": f"md5:{made}", "downloadUrl": address}
        _add(root, "mediaFile", entry)
    return _xml(root)


@device_view("GET", "HEAD", right="may_list")
def file(
    request: HttpRequest, key: CollectorKey, form_id: str, version: str, name: str
) -> HttpResponseBase:
    """One file of the form."""
    form = device_form(key, form_id, version)
    if form.lists_cases and name == CASES_FILE:
        content = case_file(key.survey, key.interviewer)
        return HttpResponse(content, content_type="text/csv; charset=utf-8")
    found = get_object_or_404(form.files.select_related("blob"), name=name)
    return FileResponse(
        found.blob.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


def _address(request: HttpRequest, route: str, version: InstrumentVersion, **arguments: str) -> str:
    """Beside the address that the device asked, and so with the same key."""
    asked = request.resolver_match.kwargs
    names = {"form_id": version.form_id, "version": version.version, **arguments}
    key = {"token": asked["token"]} if "token" in asked else {}
    return request.build_absolute_uri(reverse(route, kwargs={**key, **names}))


def _add(root: ET.Element, name: str, texts: dict[str, str]) -> None:
    entry = ET.SubElement(root, name)
    for tag, text in texts.items():
        ET.SubElement(entry, tag).text = text


def _xml(root: ET.Element) -> HttpResponse:
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type=XML)
