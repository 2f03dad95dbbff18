"""Each form says what it showed; an application needs no revision of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("designation", "0004_desk_visits"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="request",
            name="revision",
        ),
    ]
