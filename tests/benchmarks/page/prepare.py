"""Loads the demonstration into our side's database."""

from tests.benchmarks.ours import set_up

set_up()

from designation.demo import world as demonstration

demonstration.load()
