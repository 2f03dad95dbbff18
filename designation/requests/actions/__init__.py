"""What people do with requests before and beside their steps."""
