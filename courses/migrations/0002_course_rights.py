"""Editors release courses, trainers lead cohorts, administrators do both and see all cohorts."""

from django.db import migrations

from portal.rights import permission

QUESTIONS = ("view_question", "add_question", "change_question")
COHORTS = ("view_cohort", "add_cohort", "change_cohort")
RELEASE = ("view_courseversion", "add_courseversion")
ALL = (*QUESTIONS, "delete_question", *COHORTS, "manage_cohorts", *RELEASE)
RIGHTS = {
    "editor": (*QUESTIONS, *RELEASE),
    "translator": ("view_question",),
    "trainer": (*QUESTIONS, *COHORTS),
    "administrator": ALL,
}


def rights(apps, codenames):
    return [permission(apps, "courses", name.split("_")[1].rstrip("s"), name) for name in codenames]


def grant(apps, schema_editor):
    enter = permission(apps, "wagtailadmin", "admin", "access_admin")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(enter, *rights(apps, RIGHTS[group.name]))


def withdraw(apps, schema_editor):
    enter = permission(apps, "wagtailadmin", "admin", "access_admin")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*rights(apps, RIGHTS[group.name]))
        if group.name == "trainer":
            group.permissions.remove(enter)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("portal", "0003_groups"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
