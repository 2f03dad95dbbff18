"""How the engine talks to PostgreSQL: what it reads, what it writes, and what the database itself refuses."""
