"""Rules about roles, invitations and organizations."""
