"""The rules of requests and consultations."""
