"""The models of the roster and of selections."""

from designation.partners.models.partner import Partner
from designation.partners.models.selection import Selection

__all__ = ["Partner", "Selection"]
