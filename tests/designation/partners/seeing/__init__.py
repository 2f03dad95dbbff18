"""Who sees what of partners: the table, written out; the site that holds it all; and the reading of every page."""
