"""Formulae in templates: MathML on the web, drawings where a page is printed."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.formulae import FormulaError, to_mathml, to_svg, with_formulae
from portal.templatetags.portal import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def formulae(context: Context, text: str) -> SafeString:
    """The text or HTML with its `$…$` shown as formulae."""
    return with_formulae(text, printing=bool(context.get("printing")))


@register.simple_tag(takes_context=True)
def formula(context: Context, latex: str, alt: str) -> SafeString:
    """One formula in a line of its own; empty where it cannot be shown."""
    try:
        mathml = to_mathml(latex, display=True, alt=alt)
        shown = to_svg(mathml, alt=alt) if context.get("printing") else mathml
    except FormulaError:
        return SafeString("")
    return mark_safe(shown)  # noqa: S308 - vetted by to_mathml
