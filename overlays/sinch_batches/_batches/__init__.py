"""What a batch is, text or binary: filled by people, checked by the generated hints, read."""
