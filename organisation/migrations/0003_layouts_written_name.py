from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0002_leaving'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisationperiod',
            name='written_name',
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
