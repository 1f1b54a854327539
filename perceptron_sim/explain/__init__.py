"""What the numbers mean: pure functions from records to the words and the arithmetic that a screen shows."""
