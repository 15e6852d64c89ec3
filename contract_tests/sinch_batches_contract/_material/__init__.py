"""What requests are made of: numbers and times that break no rule."""
