"""Makes the peer's database and its tables."""

from tests.benchmarks.databases import make
from tests.benchmarks.peer import DATABASE, set_up

make(DATABASE)
set_up()

from django.core.management import call_command

call_command("migrate", verbosity=0, run_syncdb=True)
