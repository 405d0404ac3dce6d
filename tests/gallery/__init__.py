"""A gallery of everything that pages are built of, for eyes and for the accessibility checker."""
