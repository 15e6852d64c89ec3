"""Tests of `sinch-batches load`."""
