"""Figures about the running site for Prometheus: counters of every process, and gauges that are read when asked for.

Web and worker processes count into files (`counters.py`, `slots.py`). One more process, `manage.py serve_metrics`, adds
the files up, asks the database and Redis (`gauges.py`), and answers on an address of its own (`server.py`). Labels are
names from the code, never the name or the number of a matter or of a person. `WATCHING.md` lists all metrics.
"""
