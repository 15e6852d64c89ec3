"""The delivery reports that the reference server sends."""
