"""What a check needs before it asks: numbers, times, and the patience to wait."""
