"""The official SDK against the reference server."""
