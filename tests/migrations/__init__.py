"""Migrations are safe: they apply to a database that is in use, forward and back.

`python -m tests.migrations` (part of `make check`) refuses a migration that would keep a large table locked or rewrite it;
`refused.py` lists what that is. Test modules beside it go through all migrations with the demonstration's data.
"""
