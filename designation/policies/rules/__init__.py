"""Rules about policy versions and closures of federal offices."""
