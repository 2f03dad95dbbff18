"""A workflow engine for processes whose parties need not trust the operator.

It rests on five ideas:

1. **A step states its facts once** (`steps.py`). Buttons, the API, drawings, permission tables, the legal moves in the
   database and the exhaustive tests are derived from `@step`.
2. **State changes in one place** (`perform.py`). `perform` checks roles (`authorization.py`) and guards (`guards.py`),
   collects the signatures that a step needs (`approvals/`, `APPROVALS.md`) and commits state, record, deadlines and
   jobs together (`apply_step.py`, `sql/statements.py`). PostgreSQL refuses every other change (`sql/triggers.py`,
   `sql/trigger_sql.py`), and `checks.py` compares the database with the code.
3. **Deadlines are rows** (`calendars.py`, `deadlines.py`, `sweep.py`). Anyone may see when something is due, and any
   worker may perform the step that is then due, as the actor `clock` (`clock.py`). A further day on which offices are
   closed moves the clocks that counted it (`closing/`).
4. **Work outside the database is a job** (`jobs.py`, `outbox.py`), such as mail (`mail.py`). It is written with the
   step and done afterward, at least once.
5. **Anyone can check the record** (`ledger/`, `LEDGER.md`). Every matter has a log, the register of all logs is signed,
   and `python -m workflow.ledger.verify BUNDLE` needs neither Django nor this installation.

The engine knows no roles, organizations or subjects: the application's models bring them (`models.Stateful`).
"""
