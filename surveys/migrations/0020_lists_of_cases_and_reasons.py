"""Versions note whether devices get the list of their cases; attempts, why an interview rests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0019_panels_and_mailings")]

    operations = [
        migrations.AddField(
            model_name="instrumentversion",
            name="lists_cases",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="contactattempt",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_time", "no time now"),
                    ("disturbed", "disturbed by others"),
                    ("unwilling", "does not want to go on"),
                    ("tired", "needs a rest"),
                    ("device", "device or connection"),
                    ("other", "another reason"),
                ],
                max_length=12,
                verbose_name="reason to finish later",
            ),
        ),
    ]
