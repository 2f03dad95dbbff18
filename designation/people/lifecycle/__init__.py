"""Lifecycles of appointments, invitations and organizations."""
