"""Builds the Word templates that come with the program; the program itself never imports this."""
