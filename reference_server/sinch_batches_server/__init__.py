"""The Sinch SMS Batches API in small: a stateful reference server."""
