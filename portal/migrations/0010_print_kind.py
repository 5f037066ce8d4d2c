"""What a print is, is said instead of read from its first letters."""

from django.db import migrations, models


def tell_pictures(apps, schema_editor):
    pictures = models.Q(file__endswith=".png") | models.Q(html__startswith="<svg")
    apps.get_model("portal", "Print").objects.filter(pictures).update(kind="png")


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_visits_rights"),
    ]

    operations = [
        migrations.AddField(
            "print",
            "kind",
            models.CharField(
                choices=[("pdf", "PDF"), ("png", "PNG")], default="pdf", max_length=3
            ),
        ),
        migrations.RunPython(tell_pictures, migrations.RunPython.noop),
        migrations.AlterField("print", "html_sha256", models.CharField(max_length=64)),
        migrations.AddConstraint(
            "print",
            models.UniqueConstraint(
                fields=["html_sha256", "kind"], name="one_print_per_document_and_kind"
            ),
        ),
    ]
