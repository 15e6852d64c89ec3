"""What the API's description says."""
