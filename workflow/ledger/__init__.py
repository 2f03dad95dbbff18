"""The ledger: who did what and when, in a form that its readers can check for themselves.

`LEDGER.md` is the specification. Nothing of Django is imported here, so that `workflow.ledger.verify` runs
with nothing but Python and `cryptography`:

- `canonical`   one byte form for every value; salted commitments; leaf data
- `merkle`      hashes of RFC 9162 and the compact range, to which a step appends
- `proofs`      inclusion and consistency: make and check
- `note`        C2SP signed notes; `checkpoint` the register's signed head; `tiles` its static form
- `bundle`      the evidence file; `verify` checks one
- `seal`, `export`, `http`   the side that reads and writes the database
"""
