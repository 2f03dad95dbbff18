"""The lifecycles of requests and consultations."""
