"""The pages of the roster, the board and selections."""
