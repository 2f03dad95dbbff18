"""Downloads: what is asked for, what is handed over, and the watch that cuts it off within a second."""
