"""What a requirement is, and what came of it."""
