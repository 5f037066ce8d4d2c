"""A plan remembers who kept it and when; the one kept last is the survey's."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0004_sources_in_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("analysisplan", "created_at", "kept_at"),
        migrations.AlterField(
            "analysisplan",
            "kept_at",
            models.DateTimeField(default=django.utils.timezone.now, verbose_name="kept at"),
        ),
        migrations.AddField(
            "analysisplan",
            "kept_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="kept by",
            ),
        ),
        migrations.AlterModelOptions(
            "analysisplan",
            {
                "get_latest_by": ["kept_at", "id"],
                "ordering": ["survey", "kept_at", "id"],
                "verbose_name": "analysis plan",
                "verbose_name_plural": "analysis plans",
            },
        ),
    ]
