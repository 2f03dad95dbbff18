"""My desk: tasks, what others have to do, and recent activity."""
