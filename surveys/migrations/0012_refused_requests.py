"""Why devices were turned away is counted for the administrator."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0011_reference_samples")]

    operations = [
        migrations.CreateModel(
            name="RefusedRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=20, verbose_name="reason")),
                ("device", models.CharField(blank=True, max_length=120, verbose_name="device")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="count")),
                ("last_at", models.DateTimeField(verbose_name="last time")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="surveys.collectorkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused request",
                "verbose_name_plural": "refused requests",
                "ordering": ["-last_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="refusedrequest",
            constraint=models.UniqueConstraint(
                fields=("key", "reason"), name="one_refusal_per_reason"
            ),
        ),
    ]
