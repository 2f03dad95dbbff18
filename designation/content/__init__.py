"""What people type: drafts, names, and markings of classification."""
