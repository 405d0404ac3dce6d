"""Rules in plain Python: this room imports itself and the standard library only."""
