"""The directory: organizations from which trusted partners are nominated.

Roster administrators import them from CSV files and correct them one by one. Entries of the directory are plain rows
without logs of their own. The directory itself has one log: an import is one entry in it, and so is each correction.

`fields.py` says what is known of an organization, `cells.py` how a cell of a file is read, and `folding.py` how names
are compared. `importing/` reads a file, compares it with the directory in SQL, and finds likely duplicates.
`searching.py` finds organizations although words are misspelled.
"""
