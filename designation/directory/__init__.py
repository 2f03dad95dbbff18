"""The directory: organizations from which trusted partners are nominated.

Roster administrators import them from CSV files and correct them one by one. Entries of the directory are plain rows
without logs of their own. The directory itself has one log: an import is one entry in it, and so is each correction.

`fields.py` says what is known of an organization, `cells.py` how a cell of a file is read, and `folding.py` how names
are compared. `importing/` reads a file, compares it with the directory in SQL, and finds likely duplicates.
`searching.py` finds organizations although words are misspelled.

Other packages refer to entries without this package knowing them. `ENTRY_ACTIONS` in their module `entry_actions` lists
labels and URL names of buttons on an organization's page. `IN_USE` in their module `directory_use` lists functions that
return the ids of entries they refer to, which undoing an import then keeps.
"""
