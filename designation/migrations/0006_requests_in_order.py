"""The list of requests is read along an index, however long it is."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("designation", "0005_pages_say_what_they_showed")]
    operations = [
        AddIndexConcurrently("request", models.Index(name="request_newest", fields=["-created_at", "id"]))
    ]
