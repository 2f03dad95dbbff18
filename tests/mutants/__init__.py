"""Changes the engine in one place at a time, and asks whether any of its tests notices.

`make mutants`, or `python -m tests.mutants MODULE… [--watched FILE]` under the embedded servers. First the engine's
tests run once and it is noted which lines each of them reaches; then each change is made in a forked process with a
database of its own, and the tests that reach the changed line run, the quickest first, until one fails. What nobody
notices is listed: a gap in the tests, needless code, or a change that makes no difference.
"""
