"""Drawings of machines: diagrams, tables and pictures, all derived from the steps."""
