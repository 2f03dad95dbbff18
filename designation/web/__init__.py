"""The pages: each view parses, calls one action and renders."""
