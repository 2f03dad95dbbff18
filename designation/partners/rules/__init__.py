"""Every refusal of the roster and of selections."""
