"""The simulator left alone in a hall: what its file says, whose turn it is, what is kept; nothing here draws."""
