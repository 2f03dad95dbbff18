"""Emergency access: one named evaluator reads for at most an hour, although an agreement waits for their signature."""
