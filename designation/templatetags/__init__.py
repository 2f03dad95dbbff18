"""Filters and tags for the pages. They only display; they make no queries and no decisions."""
