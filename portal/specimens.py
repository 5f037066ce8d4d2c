"""The portal's own components with samples for the gallery."""

from django import forms
from django.core.paginator import Paginator
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from portal.paper import Section
from portal.registries import Specimen

TITLE = _("Rural health cooperation")
SUMMARY = _("Social protection is a human right.")
PARTS = [{"text": lazystr("C102 "), "marked": False}, {"text": TITLE, "marked": True}]
CHOICE = {"value": "chn", "name": "CHN", "chosen": True}
RESULT = {
    "url": "#result",
    "title": PARTS,
    "label": _("Country experience"),
    "date": "2020-11-16",
    "trail": [_("Home"), _("Experiences")],
    "excerpt": PARTS,
    "places": [{"url": "#place", "title": PARTS}],
}


class SampleForm(forms.Form):
    """One field that was filled wrongly, one that was not."""

    email = forms.EmailField(label=_("E-mail address"))
    note = forms.CharField(
        label=_("Note"), help_text=_("It may stay empty."), widget=forms.Textarea, required=False
    )


NOTE = {"number": 1, "text": SUMMARY, "calls": [1, 2]}

SPECIMENS = (
    Specimen(_("Account menu"), "components/account_menu.html", {}),
    Specimen(
        _("Reference to a footnote"), "components/footnote_call.html", {"note": NOTE, "call": 1}
    ),
    Specimen(_("Footnotes"), "components/footnotes.html", {"notes": [NOTE]}),
    Specimen(
        _("Card"),
        "components/card.html",
        {
            "label": _("Country experience"),
            "title": TITLE,
            "text": SUMMARY,
            "date": "2020-11-16",
            "url": "#card",
            "level": 4,
        },
        listed="cards",
    ),
    Specimen(
        _("What awaits a person"),
        "components/awaiting.html",
        {"thing": {"text": TITLE, "url": "#awaiting", "done": 3, "total": 8}},
    ),
    Specimen(
        _("Ways to narrow a list"),
        "components/facets.html",
        {
            "narrowed": {
                "offered": [{"key": "sample", "label": _("Country"), "choices": [CHOICE]}],
                "query": "sample=chn",
            },
            "query": "C102",
        },
    ),
    Specimen(
        _("Pages of a list"), "components/pagination.html", {"entries": Paginator("abc", 1).page(2)}
    ),
    Specimen(
        _("Search result"), "components/search_result.html", {"result": RESULT}, listed="results"
    ),
    Specimen(
        _("On this page"),
        "components/on_this_page.html",
        {"sections": [Section(2, "components", TITLE)]},
    ),
    Specimen(_("Search tips"), "components/search_tips.html", {"query": "C102"}),
    Specimen(_("Form"), "components/form.html", {"form": SampleForm({"email": "@"})}),
    Specimen(_("Messages"), "components/messages.html", {"messages": [SUMMARY]}),
    Specimen(
        _("Sections"),
        "components/subsections.html",
        {"sections": [{"title": TITLE, "url": "#section"}]},
    ),
)
