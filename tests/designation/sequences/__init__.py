"""Random sequences of what people and the clock do, against a plain model. `python -m tests.designation.sequences` runs them long."""
