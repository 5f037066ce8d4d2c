"""Tags of quoted findings: fetch the finding, draw its chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from surveys import public
from surveys.findings.tables import Table
from surveys.templatetags import figures

register = template.Library()


@register.simple_tag(takes_context=True)
def quoted(context: template.Context, reference: str) -> public.Finding | None:
    """The finding of a reference; a page that quotes several reads the releases once."""
    holder = context.get("request") or context.get("page")
    releases = getattr(holder, "_public_releases", None) or public.PublicReleases()
    if holder is not None:
        holder._public_releases = releases
    return releases.finding(reference or "")


@register.simple_tag
def groups_of(finding: public.Finding, value: Mapping[str, Any]) -> Table | None:
    """The table behind the chart that a block asks for; None where it asks for a number."""
    return public.table_by(finding, value.get("by", "")) if value["display"] == "chart" else None


@register.filter
def quote_id(finding: public.Finding, by: str = "") -> str:
    """A name for the finding inside a page; with its groups, for its chart."""
    return slugify(f"finding {finding.reference} {by}".replace(public.SEPARATOR, " "))


@register.simple_tag
def finding_chart(finding: public.Finding, by: str) -> SafeString:
    """The chart of a finding by groups as inline SVG with its text alternative."""
    chart = public.chart_by(finding, by)
    if chart is None:
        return SafeString()
    words = {"chart": chart, "finding": finding}
    title = render_to_string("surveys/blocks/finding_alternative.txt", words)
    # The drawing functions escape everything that comes from data.
    return mark_safe(  # noqa: S308
        figures.draw(chart, " ".join(title.split()), prefix=quote_id(finding, by))
    )
