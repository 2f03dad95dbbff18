"""Terms, their signatures and recusals are not emptied either: TRUNCATE is refused, also to the tables' owner."""

from django.db import migrations

TABLES = {
    "designation_termsversion": "terms",
    "designation_termssignature": "signatures",
    "designation_recusal": "recusals",
}
APPLY = ";\n".join(
    f"CREATE TRIGGER {name}_stay BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only();\n"
    f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_stay"
    for table, name in TABLES.items()
)
REMOVE = ";\n".join(f"DROP TRIGGER {name}_stay ON {table}" for table, name in TABLES.items())


class Migration(migrations.Migration):
    dependencies = [("designation", "0002_thirty_days")]
    operations = [migrations.RunSQL(APPLY, REMOVE)]
