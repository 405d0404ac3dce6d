"""Doing: one use case per function; the caller opens the transaction and ends it."""
