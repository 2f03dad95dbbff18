"""Exhaustive search over the declared steps. `python -m tests.designation.searching` prints who is waited for."""
