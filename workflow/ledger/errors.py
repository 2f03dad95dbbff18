"""What the ledger refuses. It has a base of its own so that the verifier needs nothing else of `workflow`."""


class LedgerError(Exception):
    """Something that a ledger must not accept. `code` is stable; the message is for people."""

    code = "ledger"
