"""What people do with roles, invitations and organizations."""
