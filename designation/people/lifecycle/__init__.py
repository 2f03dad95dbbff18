"""The lifecycles of appointments, invitations and organizations."""
