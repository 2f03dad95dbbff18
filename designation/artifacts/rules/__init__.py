"""The rules of artifacts and shares."""
