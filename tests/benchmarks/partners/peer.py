"""The peer, in its environment: `python -m tests.benchmarks.partners.peer FILE LINES` imports the file each round.

It does what the admin of django-import-export does: a dry run, then the import, in one transaction each. It looks every
organization up by name, suborganization, city and state, which have an index.
"""

import os
import sys
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings

from tests.benchmarks.databases import make
from tests.benchmarks.pairs import serve

FILE, LINES = sys.argv[1], int(sys.argv[2])
NAME = "bench_partners_peer"
make(NAME)
address = urlsplit(os.environ["DATABASE_OWNER_URL"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": unquote(address.username or ""),
            "PASSWORD": unquote(address.password or ""),
            "HOST": unquote(address.hostname or "") or parse_qs(address.query).get("host", [""])[0],
            "PORT": str(address.port or ""),
        }
    },
    INSTALLED_APPS=["import_export"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    IMPORT_EXPORT_USE_TRANSACTIONS=True,
)
django.setup()

import tablib
from django.db import connection, models
from import_export import resources
from import_export.fields import Field

NAMED = ("name", "suborganization", "city", "state")


class Organization(models.Model):
    """What the file tells of an organization."""

    domain = models.CharField(max_length=253)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    suborganization = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    contact = models.CharField(max_length=254, blank=True)

    class Meta:
        app_label = "import_export"
        indexes = [models.Index(fields=NAMED, name="named")]


class Organizations(resources.ModelResource):
    """The columns of the file, in bulk and without a diff of each row."""

    domain = Field(attribute="domain", column_name="Domain name")
    kind = Field(attribute="kind", column_name="Domain type")
    name = Field(attribute="name", column_name="Organization name")
    suborganization = Field(attribute="suborganization", column_name="Suborganization name")
    city = Field(attribute="city", column_name="City")
    state = Field(attribute="state", column_name="State")
    contact = Field(attribute="contact", column_name="Security contact email")

    class Meta:
        model = Organization
        import_id_fields = NAMED
        fields = ("domain", "kind", *NAMED, "contact")
        use_bulk = True
        batch_size = 1000
        skip_diff = True


with connection.schema_editor() as editor:
    editor.create_model(Organization)


def step() -> int:
    """Read the file, try it out, and import it into an empty table."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Organization._meta.db_table}")
    for dry_run in (True, False):
        with open(FILE, encoding="utf-8", newline="") as file:
            data = tablib.Dataset().load(file, format="csv")
        result = Organizations().import_data(data, dry_run=dry_run, raise_errors=True)
        assert not result.has_errors()
    assert Organization.objects.count() > 0.9 * LINES
    return LINES


serve(step)
