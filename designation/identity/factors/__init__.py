"""Passkeys, authenticator apps and recovery codes: setting them up, needing them, and proving with them."""
