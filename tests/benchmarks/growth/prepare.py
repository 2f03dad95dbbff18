"""Makes and migrates the database that the others are copies of."""

from tests.benchmarks.databases import make
from tests.benchmarks.growth import BASE, set_up

make(BASE)
set_up(BASE)

from django.core.management import call_command

call_command("migrate", verbosity=0)
