"""The pages of artifacts and shares."""
