"""The tables of windows, terms and grants."""

from designation.windows.models.grant import Grant, Grants
from designation.windows.models.terms_version import TermsSignature, TermsVersion
from designation.windows.models.window import Interruption, Window

__all__ = ["Grant", "Grants", "Interruption", "TermsSignature", "TermsVersion", "Window"]
