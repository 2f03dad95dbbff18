"""Actions on roles, invitations and organizations."""
