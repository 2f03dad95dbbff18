"""What a reader can do with an organization of the directory."""

ENTRY_ACTIONS = (("Nominate as a trusted partner", "partner_nominate_entry"),)
