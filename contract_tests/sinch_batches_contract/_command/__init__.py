"""What a person types, and what they see.

Nothing is imported here: `cli` has to be loaded before all that takes its time.
"""
