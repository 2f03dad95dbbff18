"""Random sequences of what people and the clock do, held against a plain model (`make prove` runs them for hours)."""
