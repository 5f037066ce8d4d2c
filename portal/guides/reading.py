"""Guides for those who read."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import Guide, Picture, Step

VISITOR = Guide(
    key="visitor",
    title=_("Read, search and listen"),
    summary=_("For visitors and partners: find what you need, quote it, and take it with you."),
    steps=(
        Step(
            _("Find your way"),
            _(
                "The menu leads to five sections. Your language stands at the top right; a page that exists in the other language opens there at once."
            ),
            Picture(
                "home",
                _(
                    "The home page: language and log-in at the top, then the search and the five sections."
                ),
            ),
        ),
        Step(
            _("Search"),
            _(
                "Type words in English or Chinese. Words in quotation marks must stand next to each other. Below the number of results you see how many pages the other language has."
            ),
            Picture(
                "search",
                _("Search results: kind and date of each page, with the words found marked."),
            ),
        ),
        Step(
            _("Narrow a list"),
            _(
                "Open “Narrow the list” above publications, experiences or events, and choose a kind, a country or a topic. The address keeps your choice, so you can send it on."
            ),
            Picture(
                "listing",
                _("A list of publications that can be narrowed by kind, country and topic."),
            ),
        ),
        Step(
            _("Read, listen, quote"),
            _(
                "Each brief can be read on the page, as a PDF, or heard as a podcast with a transcript. “Suggested citation” and the permanent address at its end stay valid when the page moves."
            ),
            Picture("record", _("A policy brief with its PDF, its podcast and its key facts.")),
        ),
        Step(
            _("Trust a number"),
            _(
                "A number from a survey shows its interval, its release and a link to the method. Any other number shows its year and its source."
            ),
            Picture("finding", _("Findings of a survey with their intervals.")),
        ),
    ),
)
