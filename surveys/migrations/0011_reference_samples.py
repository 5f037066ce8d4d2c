"""Tables of the probability samples beside volunteers, with where they are from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0010_state_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("source", models.JSONField(verbose_name="source")),
                ("date", models.DateField(verbose_name="reference date")),
                ("stored_at", models.DateTimeField(auto_now=True, verbose_name="stored at")),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.blob",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reference_samples",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "reference sample",
                "verbose_name_plural": "reference samples",
                "ordering": ["survey", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "name"), name="one_reference_per_name"
                    )
                ],
            },
        ),
    ]
