"""The version, which a test compares with that of the distribution."""

__version__ = "0.2.0"
