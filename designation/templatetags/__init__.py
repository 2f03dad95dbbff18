"""Filters and tags for the pages: display only, no queries, no decisions."""
