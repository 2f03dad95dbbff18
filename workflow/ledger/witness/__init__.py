"""A witness: a small program that anybody runs beside a register, so that the register cannot show two histories.

It remembers the last checkpoint that it cosigned and cosigns only what continues it (C2SP `tlog-witness` and
`tlog-cosignature`; LEDGER.md §10). It needs Python and `cryptography`, and neither Django nor a database:

- `memory`     the folder in which a witness keeps its key and what it cosigned
- `cosigning`  the one place where it is decided whether to cosign
- `web`        reading a register over HTTP, `tree` the hashes under a signed root, tile by tile
- `watching`   looks at a register and hands the cosignature in; `endpoint` answers those who ask for one
- `comparing`  two witnesses compare what they cosigned
- `__main__`   the command line: `python -m workflow.ledger.witness`
"""
