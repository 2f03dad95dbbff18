"""Insider-risk cases: from a signal or a report to a closing by two officers."""
