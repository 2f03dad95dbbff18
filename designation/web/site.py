"""The name of the site."""

SITE_NAME = "Frontier Designation"
