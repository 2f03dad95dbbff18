"""The tables of requests, questions, declarations of interest and consultations."""

from designation.requests.models.consultation import Consultation
from designation.requests.models.question import Declaration, Question
from designation.requests.models.request import Request, Requests

__all__ = ["Consultation", "Declaration", "Question", "Request", "Requests"]
