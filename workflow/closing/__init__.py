"""Days on which offices are closed besides weekends and holidays: which they are, and the clocks that they move."""
