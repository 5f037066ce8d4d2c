"""Where control totals come from may be told in each language: a text becomes JSON."""

import json

from django.db import migrations, models


def as_json(apps, schema_editor):
    model = apps.get_model("surveys", "ControlTotals")
    for each in model.objects.all():
        each.source = json.dumps(each.source, ensure_ascii=False)
        each.save(update_fields=["source"])


def as_text(apps, schema_editor):
    model = apps.get_model("surveys", "ControlTotals")
    for each in model.objects.all():
        source = json.loads(each.source)
        each.source = source if isinstance(source, str) else " / ".join(source.values())
        each.save(update_fields=["source"])


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0003_findings_are_prints"),
    ]

    operations = [
        migrations.AlterField("controltotals", "source", models.TextField(verbose_name="source")),
        migrations.RunPython(as_json, as_text),
        migrations.AlterField("controltotals", "source", models.JSONField(verbose_name="source")),
    ]
