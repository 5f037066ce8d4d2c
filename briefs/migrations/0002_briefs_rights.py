"""Editors and administrators keep what pages refer to; translators look it up.

Translators add recordings, too: an episode is spoken in each language.
"""

from django.db import migrations

from portal.rights import permission

MODELS = ("audio", "figure", "institution", "person", "scheme", "series", "source")
EDIT = ("view", "add", "change")
RIGHTS = {
    "editor": dict.fromkeys(MODELS, EDIT),
    "administrator": dict.fromkeys(MODELS, (*EDIT, "delete")),
    "translator": {**dict.fromkeys(MODELS, ("view",)), "audio": EDIT},
}


def rights(apps, verbs_by_model):
    return [
        permission(apps, "briefs", model, f"{verb}_{model}")
        for model, verbs in verbs_by_model.items()
        for verb in verbs
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
