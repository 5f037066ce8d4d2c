"""Invitations, and interviews that are being answered on web pages."""

import django.db.models.deletion
import surveys.models.drafts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0012_refused_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("sealed_token", models.BinaryField()),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="surveys.survey",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="surveys.sampleunit",
                        verbose_name="sample unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["survey", "round", "id"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_sha256",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                (
                    "instance_id",
                    models.CharField(
                        default=surveys.models.drafts.new_instance_id, max_length=60, unique=True
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("instances", models.JSONField(default=dict)),
                ("page", models.PositiveSmallIntegerField(default=0)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("paradata", models.JSONField(default=list)),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last answered")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "handed_in_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in"),
                ),
                ("outcome", models.CharField(blank=True, max_length=8, verbose_name="disposition")),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="surveys.consenttext",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="surveys.instrumentversion",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="interviewer",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="draft",
                        to="surveys.submission",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="surveys.survey",
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="surveys.invitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "interview on web pages",
                "verbose_name_plural": "interviews on web pages",
                "ordering": ["survey", "started_at"],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.blob",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="surveys.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an interview",
                "verbose_name_plural": "files of an interview",
                "ordering": ["draft", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "name"), name="one_draft_file_per_name"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None), ("unit__isnull", False)),
                fields=("unit", "round"),
                name="one_invitation_per_case_and_round",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("handed_in_at", None)),
                fields=["updated_at"],
                name="draft_not_handed_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invitation", None), ("token_sha256__isnull", False)),
                    models.Q(("invitation__isnull", False), ("token_sha256", None)),
                    _connector="OR",
                ),
                name="draft_has_one_link",
            ),
        ),
    ]
