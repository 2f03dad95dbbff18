"""Sessions: where a person is signed in, how long that lasts, and how it ends."""
