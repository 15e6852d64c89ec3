"""What the run was told."""
