"""Word: plain data goes in, bytes come out."""
