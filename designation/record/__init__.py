"""The record of a request: entries, proofs, and the evidence bundle."""
