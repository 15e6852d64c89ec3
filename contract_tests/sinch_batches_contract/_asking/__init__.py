"""How a check speaks with the server, and what it expects of the answers.

`api` sends, `documents` makes what is sent, and `expect` fails with a sentence.
"""
