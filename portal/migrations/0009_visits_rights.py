"""Editors and administrators see how often pages are read."""

from django.db import migrations

from portal.rights import permission

READERS = ("editor", "administrator")


def readers(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=READERS)


def grant(apps, schema_editor):
    view = permission(apps, "portal", "pagevisits", "view_pagevisits")
    for group in readers(apps):
        group.permissions.add(view)


def withdraw(apps, schema_editor):
    view = permission(apps, "portal", "pagevisits", "view_pagevisits")
    for group in readers(apps):
        group.permissions.remove(view)


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_texts_and_visits")]

    operations = [migrations.RunPython(grant, withdraw)]
