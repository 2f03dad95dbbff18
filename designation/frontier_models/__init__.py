"""Registered AI models, their variants, release plan and 30 days."""
