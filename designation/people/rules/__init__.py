"""The rules about roles, invitations and organizations."""
