"""The desk: a person's tasks, what they are waiting on others for, and recent activity."""
