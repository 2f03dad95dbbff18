"""Takes away each guard, role check, quorum, permission and trigger in turn, and asks whether any test notices.

`make removals`, or `python -m tests.removals [--only TEXT] [--workers N]` under the embedded servers. First every test
runs once and it is noted which of them met which refusal; then each refusal is taken away in a forked process
with a database of its own, and the tests that met it run until one fails. What nobody notices makes this fail.

A permission meets no refusal: it is taken from a role, or given to one that has not got it, and the walk over every URL
(`tests/designation/access/test_every_url_for_every_role.py`) has to fail. If only permissions are chosen, no test is
watched first.
"""
