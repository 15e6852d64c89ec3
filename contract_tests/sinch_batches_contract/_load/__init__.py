"""Does a server keep under load what it acknowledged? Locust asks, and all of it is checked.

Locust patches sockets and threads of the process that imports it: `cli` and what it needs don't,
and run the others in processes of their own.
"""
