"""Feeds openapi.yaml to the tools that others use, and uses what they make of it."""
