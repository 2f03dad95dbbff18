"""How the engine uses PostgreSQL.

- `snapshot.py` locks logs and reads a subject; `statements.py` writes steps, as one statement of many CTEs (`cte.py`).
- `prepared_queries.py`, `prepared_querysets.py` and `query_templates.py` run queries that the ORM compiled before.
- `triggers.py` and `trigger_sql.py` state the triggers that refuse illegal changes; `catalog.py` compares them, and
  every other guard, with the database.
"""
