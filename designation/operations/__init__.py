"""What site operators see of the running site."""
