"""How a stateful row comes into being: declared on its machine like a step, and judged on the row it belongs to."""
