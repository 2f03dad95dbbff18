"""The lifecycles of artifacts and shares."""
