"""Tables of fieldwork: imports of cases, attempts, readings of contact data, quotas, measures."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0016_back_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("visit", "visit"),
                            ("phone", "telephone"),
                            ("message", "message"),
                            ("letter", "letter"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody reached"),
                            ("other", "another person reached"),
                            ("appointment", "appointment made"),
                            ("interview", "interview held"),
                            ("broken_off", "interview broken off"),
                            ("refused", "refused"),
                            ("wrong", "wrong number or address"),
                            ("not_eligible", "does not belong to the survey"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "next_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next appointment"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "contact attempt",
                "verbose_name_plural": "contact attempts",
                "ordering": ["unit", "-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ContactReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "reading of contact data",
                "verbose_name_plural": "readings of contact data",
                "ordering": ["contact", "-read_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("conditions", models.JSONField(default=dict, verbose_name="conditions")),
                ("target", models.PositiveIntegerField(verbose_name="target")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("soft", "soft: warns"),
                            ("hard", "hard: stops the web questionnaire"),
                        ],
                        default="soft",
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ["survey", "name"],
            },
        ),
        migrations.CreateModel(
            name="UnitImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("sealed_content", models.BinaryField(default=bytes)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("made", models.JSONField(default=list)),
                ("before", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "import of cases",
                "verbose_name_plural": "imports of cases",
                "ordering": ["survey", "-made_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="submission",
            name="compared",
            field=models.BooleanField(default=False, verbose_name="compared with others"),
        ),
        migrations.AddField(
            model_name="submission",
            name="flags",
            field=models.CharField(
                blank=True,
                help_text="Codes with blanks between them; each stands among the notices too.",
                max_length=120,
                verbose_name="flags of fieldwork",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="minutes",
            field=models.FloatField(blank=True, null=True, verbose_name="minutes"),
        ),
        migrations.AddField(
            model_name="submission",
            name="nonresponse",
            field=models.FloatField(
                blank=True, null=True, verbose_name="share of questions without answer"
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("compared", False)),
                fields=["survey", "id"],
                name="submission_not_compared",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["survey", "interviewer", "minutes"], name="submission_by_interviewer"
            ),
        ),
        migrations.AddField(
            model_name="contactattempt",
            name="interviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contactattempt",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="surveys.sampleunit",
            ),
        ),
        migrations.AddField(
            model_name="contactreading",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="readings",
                to="surveys.contact",
            ),
        ),
        migrations.AddField(
            model_name="contactreading",
            name="reader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quotas",
                to="surveys.survey",
            ),
        ),
        migrations.AddField(
            model_name="unitimport",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unitimport",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unit_imports",
                to="surveys.survey",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("survey", "name"), name="one_quota_per_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__gt", 0)), name="quota_wants_somebody"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last sent"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="sendings",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="times sent"),
        ),
    ]
