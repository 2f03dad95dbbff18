"""Makes and migrates our side's database."""

from tests.benchmarks.databases import make
from tests.benchmarks.ours import DATABASE, set_up

make(DATABASE)
set_up()

from django.core.management import call_command

call_command("migrate", verbosity=0)
