"""The eleven kinds of people the portal knows, and what the portal itself lets each of them do.

Apps register what they add (`portal.registries.Right`); the page about roles and the tests that
compare it with the groups' permissions both read this table.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.registries import Right, Words, rights_of


@dataclass(frozen=True)
class Actor:
    """A kind of people; `key` is the name of their group, for those who have an account."""

    key: str
    name: Words
    who: Words


ACTORS = (
    Actor("visitor", _("Visitor"), _("Everybody who reads, without an account.")),
    Actor("respondent", _("Respondent"), _("A person whom a survey asks, without an account.")),
    Actor("trainee", _("Trainee"), _("Staff of an institution who follow a course.")),
    Actor("trainer", _("Trainer"), _("Leads cohorts and teaches.")),
    Actor("editor", _("Editor"), _("Writes and publishes the site’s pages and courses.")),
    Actor("translator", _("Translator"), _("Brings pages into the other languages.")),
    Actor("researcher", _("Researcher"), _("Designs surveys and works with the answers.")),
    Actor("interviewer", _("Interviewer"), _("Visits respondents and sends their answers.")),
    Actor("partner", _("Partner"), _("Works at an institution that shares its experience.")),
    Actor("auditor", _("Auditor"), _("Checks methods and progress, and changes nothing.")),
    Actor("administrator", _("Administrator"), _("Keeps accounts and may help everywhere.")),
)
WITHOUT_ACCOUNT = ("visitor", "respondent")
WITH_ACCOUNT = frozenset(actor.key for actor in ACTORS) - set(WITHOUT_ACCOUNT)
PUBLISHERS = frozenset({"editor", "administrator"})
DESK = PUBLISHERS | {"translator", "trainer", "researcher", "auditor"}


def on(app: str, *codenames: str) -> frozenset[str]:
    """Permissions of one app, by their full names."""
    return frozenset(f"{app}.{codename}" for codename in codenames)


RIGHTS = (
    Right(
        "read",
        _("Read published pages, listen to podcasts, search, and print pages as PDF."),
        frozenset({"visitor"}),
        order=1,
    ),
    Right(
        "account",
        _("Everything a visitor may do, and keep one’s own account: profile, log-in, sessions."),
        WITH_ACCOUNT,
        order=2,
    ),
    Right("desk", _("Open the editing desk."), DESK, on("wagtailadmin", "access_admin"), order=50),
    Right(
        "translate",
        _("Send pages to translation and write translations, which editors publish."),
        PUBLISHERS | {"translator"},
        on("wagtailcore", "change_page") | on("wagtail_localize", "submit_translation"),
        order=51,
    ),
    Right(
        "write",
        _("Write new pages, and add pictures and documents."),
        PUBLISHERS,
        on("wagtailcore", "add_page")
        | on("wagtailimages", "add_image", "change_image", "choose_image")
        | on("wagtaildocs", "add_document", "change_document", "choose_document"),
        order=52,
    ),
    Right(
        "publish",
        _("Publish pages, and lock them while others must not change them."),
        PUBLISHERS,
        on("wagtailcore", "publish_page", "lock_page", "unlock_page"),
        order=53,
    ),
    Right(
        "delete",
        _("Delete pages, pictures and documents."),
        frozenset({"administrator"}),
        on("wagtailcore", "delete_page", "bulk_delete_page")
        | on("wagtailimages", "delete_image")
        | on("wagtaildocs", "delete_document"),
        order=54,
    ),
    Right(
        "visits",
        _("See how often pages are read; nobody’s reading is followed."),
        PUBLISHERS,
        on("portal", "view_pagevisits"),
        order=55,
    ),
    Right(
        "people",
        _("Invite people, say which groups they belong to, and close accounts."),
        frozenset({"administrator"}),
        on("portal", "view_user", "add_user", "change_user"),
        order=90,
    ),
)


def role_name(group: str) -> str:
    """What a group is called in the language being read."""
    return next((str(actor.name) for actor in ACTORS if actor.key == group), group)


def roles() -> list[tuple[Actor, list[Right]]]:
    """Each kind of people with what they may do."""
    return [(actor, rights_of(actor.key)) for actor in ACTORS]
