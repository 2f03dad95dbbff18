"""Registered AI models, with their variants, release plans and thirty days."""
