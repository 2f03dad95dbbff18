"""Emergency access: one named evaluator reads for at most an hour, although an agreement or a training is missing."""
