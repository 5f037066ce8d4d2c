"""Researchers work on surveys, auditors look, administrators may do both."""

from django.db import migrations

VIEW = ("view_survey",)
CHANGE = ("view_survey", "change_survey", "add_survey")
RIGHTS = {"researcher": CHANGE, "administrator": CHANGE, "auditor": VIEW}


def permission(apps, app_label, model, codename):
    """The permission, made now if need be: Django itself makes it only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def rights(apps, codenames):
    enter = permission(apps, "wagtailadmin", "admin", "access_admin")
    return [enter, *(permission(apps, "surveys", "survey", name) for name in codenames)]


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights(apps, RIGHTS[group.name]))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        survey_rights = rights(apps, RIGHTS[group.name])[1:]
        group.permissions.remove(*survey_rights)


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
        ("portal", "0003_groups"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
