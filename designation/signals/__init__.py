"""Signals: patterns in who opened what, noted while a reading is recorded."""
