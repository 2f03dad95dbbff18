"""What the pages share. Each view parses input, calls one action and renders."""
