"""Random sequences over the roster of trusted partners, their selections and their early access."""
