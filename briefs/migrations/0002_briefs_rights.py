"""Editors and administrators keep what pages refer to; translators look it up."""

from django.db import migrations

from portal.rights import permission

MODELS = ("audio", "figure", "institution", "person", "scheme", "series", "source")
EDIT = ("view", "add", "change")
RIGHTS = {"editor": EDIT, "administrator": (*EDIT, "delete"), "translator": ("view",)}


def rights(apps, verbs):
    return [
        permission(apps, "briefs", model, f"{verb}_{model}") for model in MODELS for verb in verbs
    ]


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights(apps, RIGHTS[group.name]))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*rights(apps, RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("briefs", "0001_initial"), ("portal", "0003_groups")]

    operations = [migrations.RunPython(grant, withdraw)]
