
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0015_answers_in_and_out'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BackCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.PositiveIntegerField(verbose_name='seed')),
                ('share', models.FloatField(verbose_name='share')),
                ('drawn_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'back-check',
                'verbose_name_plural': 'back-checks',
                'ordering': ['survey', 'drawn_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['survey', 'received_at', 'id'], name='submission_arrivals'),
        ),
        migrations.AddField(
            model_name='backcheck',
            name='drawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='backcheck',
            name='second',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='back_check_of', to='surveys.submission'),
        ),
        migrations.AddField(
            model_name='backcheck',
            name='submission',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='back_check', to='surveys.submission'),
        ),
        migrations.AddField(
            model_name='backcheck',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='back_checks', to='surveys.survey'),
        ),
    ]
