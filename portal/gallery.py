"""The gallery: the tokens, every component and every block that editors choose, with samples."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from portal.blocks import offered
from portal.charts.examples import examples
from portal.models import BasePage
from portal.registries import Words, specimens

CHART = "components/chart.html"
COLOURS = (
    "text ink muted accent accent-strong warning danger success paper mist accent-soft "
    "warning-soft danger-soft success-soft line line-strong accent-bright focus band band-deep"
)


@dataclass(frozen=True)
class Shown:
    """A sample: what it is, where it comes from and how it looks."""

    name: Words
    source: str
    html: SafeString
    listed: str = ""
    """The class of the list whose entry it is."""


@require_safe
@never_cache
def gallery(request: HttpRequest) -> HttpResponse:
    """Shown to those who may enter the admin; raises 404 for others."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    context = {
        "colours": COLOURS.split(),
        "components": [*_components(request)],
        "blocks": [*_blocks(request)],
    }
    return render(request, "portal/gallery.html", context)


def _components(request: HttpRequest) -> Iterator[Shown]:
    for specimen in specimens.values():
        html = render_to_string(specimen.template, dict(specimen.context), request)
        yield Shown(specimen.name, specimen.template, html, specimen.listed)
    for figure in examples(get_language() or "en"):
        html = render_to_string(CHART, {"figure": figure, "note": " ".join(figure.source)}, request)
        yield Shown(_("Chart"), CHART, html)


def _blocks(request: HttpRequest) -> Iterator[Shown]:
    """Each kind of block once, as its preview shows it."""
    for block in _kinds_of_blocks().values():
        value = block.normalize(block.get_preview_value())
        html = block.render(value, {"request": request})
        source = f"{type(block).__module__}.{type(block).__name__}"
        yield Shown(block.label, source, html, "plain" if html.lstrip().startswith("<li") else "")


def _kinds_of_blocks() -> dict[tuple[type[Block], str], Block]:
    """A block of each class and template that our pages offer."""
    streams = (
        field.stream_block
        for model in get_page_models()
        if issubclass(model, BasePage)
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    )
    blocks = (block for stream in streams for _path, block in offered(stream, ""))
    return {(type(block), block.meta.template): block for block in blocks}
