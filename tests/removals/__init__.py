"""Takes away each guard, role check, quorum and trigger in turn, and asks whether any test notices.

`make removals`, or `python -m tests.removals [--only TEXT] [--workers N]` under the embedded servers. First every test
runs once and it is noted which of them met which refusal; then each refusal is taken away in a forked process
with a database of its own, and the tests that met it run until one fails. What nobody notices makes this fail.
"""
