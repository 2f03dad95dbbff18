"""What people type: drafts, names, and text with classification markings."""
