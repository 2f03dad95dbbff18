"""Organizations, offices, people, the roles they hold, and how they are invited."""
