"""A contract test suite that judges any server of the Sinch SMS Batches API."""

__all__: list[str] = []
