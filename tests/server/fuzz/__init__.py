"""Generated requests, from valid to hostile, at a server process of its own."""
