"""What the site is called."""

SITE_NAME = "Frontier Designation"
