"""Researchers work on surveys, auditors look, administrators may do both."""

from django.db import migrations

from portal.rights import permission

VIEW = ("view_survey",)
CHANGE = ("view_survey", "change_survey", "add_survey")
RIGHTS = {"researcher": CHANGE, "administrator": CHANGE, "auditor": VIEW}


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
