"""Printed findings become prints like those of pages: made when asked for, named by content."""

from django.db import migrations


def delete_files(apps, schema_editor):
    """Nobody would know of the files any more; a print says the same."""
    for report in apps.get_model("surveys", "ReleaseReport").objects.all():
        report.file.delete(save=False)


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0002_survey_rights"),
    ]

    operations = [
        migrations.RunPython(delete_files, migrations.RunPython.noop),
        migrations.DeleteModel(name="ReleaseReport"),
    ]
