"""Words of Wagtail's editor that our editors meet daily and that Wagtail lacks in Chinese.

Marked here, they stand in our catalogue; a test says when Wagtail has words of its own.
"""

from django.utils.translation import gettext_lazy as _

EDITOR_WORDS = (
    _("Schedule to publish"),
    _("Once scheduled:"),
    _("Go-live:"),
    _("Scheduling…"),
    _("Invalid schedule"),
    _("Privacy and access"),
    _("View latest version"),
    _("Status %(status)s"),
    _("Locking: "),
    _("Edited by"),
    _("Choose parent"),
    _("Has child pages"),
    _("Checks"),
    _("Show issue"),
    _("Reading time"),
    _("Search all pages…"),
    _("Show keyboard shortcuts"),
    _("Shortcuts"),
    _("Saved"),
    _("Compare"),
    _("Autosave is paused"),
    _("Insert or edit a link"),
    _("Add or show comments"),
    _("Empty heading found"),
    _("Incorrect heading hierarchy"),
    _("Avoid skipping levels"),
    _("Link text is empty"),
    _("Use meaningful text"),
    _("By workflow"),
    _("By task"),
)
