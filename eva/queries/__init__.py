"""Reading: one function, a fixed number of statements, whatever the size."""
