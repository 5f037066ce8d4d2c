"""Administrators lead every survey, auditors see every survey; researchers those they belong to."""

from django.db import migrations

from portal.rights import permission

RIGHTS = {
    "administrator": ("view_all_surveys", "lead_all_surveys"),
    "auditor": ("view_all_surveys",),
}


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        names = RIGHTS[group.name]
        group.permissions.add(*(permission(apps, "surveys", "survey", name) for name in names))


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0008_contents_are_versions"),
        ("portal", "0003_groups"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="survey",
            options={
                "ordering": ["slug"],
                "permissions": [
                    ("view_all_surveys", "Can see every survey, but no answers"),
                    ("lead_all_surveys", "Can do everything in every survey"),
                ],
                "verbose_name": "survey",
                "verbose_name_plural": "surveys",
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
