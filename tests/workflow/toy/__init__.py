"""The engine has no word of its application: this one, a lamp with its bulbs, is all that the engine's tests need."""
