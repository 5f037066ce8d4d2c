"""Versions of questionnaires note whether devices get the list of their cases beside them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0020_panels_and_mailings")]

    operations = [
        migrations.AddField(
            model_name="instrumentversion",
            name="lists_cases",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
