"""What an import does with a file: read it, compare it with the directory, and find likely duplicates.

`upload.py` stores the file in pieces and proposes which column holds which field. `staging.py` reads all lines into
a table, batch by batch. `comparing.py` compares that table with the directory in SQL, and `likely.py` finds pairs
that may be one organization. `jobs.py` does all of this for a worker. No step holds the whole file in memory.
"""
