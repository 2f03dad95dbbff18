"""Designation requests: application, questions, consultations, determination."""
