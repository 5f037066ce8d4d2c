"""Tags of quoted findings: fetch the finding, draw its chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.text import slugify

from portal.charts import Figure
from surveys import public
from surveys.findings.tables import Table
from surveys.templatetags import figures
from surveys.templatetags.releases import KINDS

register = template.Library()


@register.simple_tag(takes_context=True)
def quoted(context: template.Context, reference: str) -> public.Finding | None:
    """The finding of a reference; a page that quotes several reads the releases once."""
    holder = _holder(context)
    releases = getattr(holder, "_public_releases", None) or public.PublicReleases()
    if holder is not None:
        holder._public_releases = releases
    return releases.finding(reference or "")


def _holder(context: template.Context) -> Any:
    """What all blocks of a page have in common; None where one is rendered alone."""
    return context.get("request") or context.get("page")


@register.simple_tag
def groups_of(finding: public.Finding, value: Mapping[str, Any]) -> Table | None:
    """The table behind the chart that a block asks for; None where it asks for a number."""
    return public.table_by(finding, value.get("by", "")) if value["display"] == "chart" else None


def quote_id(context: template.Context, finding: public.Finding, by: str) -> str:
    """A name for a chart inside its page, numbered where the page quotes it again."""
    name = slugify(f"finding {finding.reference} {by}".replace(public.SEPARATOR, " "))
    holder = _holder(context)
    if holder is None:
        return name
    holder._quotes = quotes = getattr(holder, "_quotes", Counter())
    quotes[name] += 1
    return name if quotes[name] == 1 else f"{name}-{quotes[name]}"


@register.simple_tag(takes_context=True)
def finding_figure(context: template.Context, finding: public.Finding, by: str) -> Figure:
    """The chart of a finding by groups, with its words and numbers."""
    name = quote_id(context, finding, by)
    return figures.quoted_figure(
        finding.quotable, by, finding.confidence, name=name, volunteers=finding.volunteers
    )


@register.simple_tag
def finding_downloads(finding: public.Finding, by: str) -> list[tuple[str, str]]:
    """Kinds of files and addresses of that chart."""
    public_id, _separator, name = finding.reference.partition(public.SEPARATOR)
    return [
        (kind.upper(), reverse("surveys_finding", args=[public_id, name, by, kind]))
        for kind in KINDS
    ]
