"""An engine for processes that several parties must be able to trust against the operator.

Five ideas, and where each lives:

1. **A step states its facts once** (`steps.py`). Buttons, API, drawings, permission tables, the database's table of
   legal moves and the exhaustive tests are derived from `@step`.
2. **One door** (`perform.py`). `perform` is the only writer of state, and PostgreSQL refuses every other
   (`database.py`). It judges roles and guards (`guards.py`), collects the signatures that a step needs (`approvals.py`,
   `APPROVALS.md`) and commits state, record, deadlines and messages together.
3. **Time is rows** (`calendars.py`, `deadlines.py`, `sweep.py`). A due date is a row that anybody may see and any
   worker may fire, through the same door, as the actor `clock` (`clock.py`).
4. **What must reach people is written with the step and sent after it** (`outbox.py`).
5. **The record can be checked without us** (`ledger/`, `LEDGER.md`). Every matter has a log; the register of logs is
   signed; `python -m workflow.ledger.verify BUNDLE` needs neither Django nor this installation.

The engine knows no role, no organization and no subject matter: a stateful model brings those (`models.Stateful`).
"""
