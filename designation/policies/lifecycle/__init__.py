"""The lifecycles of policy versions and of closures of federal offices."""
