"""A submission's content stands in its versions alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_versions_of_submissions")]

    operations = [
        # With a default the field can come back.
        migrations.AlterField("submission", "xml", models.BinaryField(default=bytes)),
        migrations.RemoveField("submission", "xml"),
    ]
