"""Organizations, offices, people, the roles that people hold, and the invitations that bring them in."""
