"""The nine groups of people, in place of the two that Wagtail makes."""

from django.db import migrations

from portal.rights import permission

EDIT = ["add_page", "change_page"]
PUBLISH = [*EDIT, "publish_page", "lock_page", "unlock_page"]
MANAGE = [*PUBLISH, "bulk_delete_page", "delete_page"]
FILES = [
    *(("wagtailimages", "image", f"{verb}_image") for verb in ("add", "change", "choose")),
    *(("wagtaildocs", "document", f"{verb}_document") for verb in ("add", "change", "choose")),
]
REMOVE_FILES = [
    ("wagtailimages", "image", "delete_image"),
    ("wagtaildocs", "document", "delete_document"),
]

# Group → (permissions on all pages, on all pictures and documents, and further ones).
ENTER = ("wagtailadmin", "admin", "access_admin")
TRANSLATE = ("wagtail_localize", "translation", "submit_translation")
PEOPLE = [
    ("portal", "user", codename) for codename in ("add_user", "change_user", "view_user")
]
GROUPS = {
    "editor": (PUBLISH, FILES, [ENTER, TRANSLATE]),
    "translator": (["change_page"], [], [ENTER, TRANSLATE]),
    "trainer": ([], [], []),
    "trainee": ([], [], []),
    "researcher": ([], [], []),
    "interviewer": ([], [], []),
    "partner": ([], [], []),
    "auditor": ([], [], []),
    "administrator": (MANAGE, [*FILES, *REMOVE_FILES], [ENTER, TRANSLATE, *PEOPLE]),
}


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    pages = apps.get_model("wagtailcore", "GroupPagePermission")
    collections = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root_page = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    root_collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for name, (page_codenames, on_files, others) in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for codename in page_codenames:
            pages.objects.get_or_create(
                group=group,
                page=root_page,
                permission=permission(apps, "wagtailcore", "page", codename),
            )
        for on_file in on_files:
            collections.objects.get_or_create(
                group=group, collection=root_collection, permission=permission(apps, *on_file)
            )
        group.permissions.add(*(permission(apps, *other) for other in others))
    retire_default_groups(apps, group_model)


def retire_default_groups(apps, group_model):
    """Wagtail's approval step passes to our editors before its own groups go."""
    editors = group_model.objects.filter(name__in=["editor", "administrator"])
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        task.groups.set(editors)
    group_model.objects.filter(name__in=["Editors", "Moderators"]).delete()


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_pages_and_jobs"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
