
import portal.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0010_print_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='country',
            name='aliases',
            field=portal.fields.WordsField(blank=True, default=dict, help_text='Other words for the same, separated by commas. The search finds them.', long=False, max_length=200, verbose_name='other names'),
        ),
    ]
