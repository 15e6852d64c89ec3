"""What is a batch, and what may be done to it? Pure functions; nothing here waits or keeps.

`batches` makes and changes a batch by the rules of the modules beside it, each named for its rule.
"""
