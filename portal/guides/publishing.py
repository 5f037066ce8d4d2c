"""Guides for those who write and translate."""

from django.utils.translation import gettext_lazy as _

from portal.guides.records import LOG_IN, Guide, Picture, Step

EDITOR = Guide(
    key="editor",
    title=_("Write and publish"),
    summary=_("For editors: make a page, check it, publish it, and keep it true."),
    steps=(
        LOG_IN,
        Step(
            _("Find the place"),
            _(
                "Choose “Edit the site” on your start page. The explorer shows the sections; a new page is added below the section in which it belongs."
            ),
            Picture(
                "preview", _("The page explorer lists the pages of a section with their state.")
            ),
        ),
        Step(
            _("Write"),
            _(
                "The summary opens the page and describes it in lists. The story consists of blocks: headings, texts, figures, findings, formulae. Choose a figure or finding instead of typing its number: then source and year come with it."
            ),
            Picture(
                "editor",
                _(
                    "The editor: fields of the page, and the menu for saving and publishing at the bottom."
                ),
            ),
        ),
        Step(
            _("Check and publish"),
            _(
                "Look at the preview in a narrow and a wide window. The menu at the bottom saves a draft, sends it for approval or publishes it. Every version is kept under “History”."
            ),
        ),
        Step(
            _("Publish at a set time"),
            _(
                "Open “Status” at the top right, choose “Set schedule” and type when the page goes live or expires; then choose “Schedule to publish” from the menu at the bottom. A translation goes live together with its original: schedule the original first, then publish the translation in its own editor."
            ),
        ),
        Step(
            _("Keep it true"),
            _(
                "The report “Outdated quotes” lists pages that quote a release although a newer one is public. “Visits” says which pages are read."
            ),
            Picture("quotes", _("The report of pages that quote an outdated release.")),
        ),
    ),
)
TRANSLATOR = Guide(
    key="translator",
    title=_("Translate"),
    summary=_("For translators: bring pages into the other language and keep them up to date."),
    steps=(
        LOG_IN,
        Step(
            _("See what is missing"),
            _(
                "Your start page lists pages that lack texts, and pages whose original has changed since. Follow a line to the translation."
            ),
            Picture(
                "start-translator",
                _(
                    "The start page of a translator lists pages whose texts are missing or have changed."
                ),
            ),
        ),
        Step(
            _("Begin a translation"),
            _(
                "A page that exists in one language only: open it in the editor, choose “Translate this page” from its menu and then the language."
            ),
            Picture(
                "preview", _("The page explorer lists the pages of a section with their state.")
            ),
        ),
        Step(
            _("Translate text by text"),
            _(
                "Each text of the original has a field. Texts without a translation stay in the original language. Links and emphasis are kept by the marks in the text."
            ),
            Picture(
                "translation",
                _(
                    "The translation of a page: each text of the original with its translation below."
                ),
            ),
        ),
        Step(
            _("Hand over to an editor"),
            _(
                "You save drafts; an editor publishes them. When an original changes, “Sync translated pages” hands its new texts to the translation; what you have translated stays."
            ),
        ),
    ),
)
