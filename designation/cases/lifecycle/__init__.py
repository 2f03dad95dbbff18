"""The lifecycle of an insider-risk case."""
