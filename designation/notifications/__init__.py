"""Who is told what, and the mail that says so."""
