"""A typed client for the Sinch SMS Batches API."""
