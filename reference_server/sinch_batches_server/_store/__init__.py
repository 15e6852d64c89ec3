"""Where are batches kept? `store` says what the server needs of any store.

`memory` is one, `sqlite` the other: `schema` opens its file, `rows` and `pages` are its statements,
`counts` its counts for lists, `record` writes a batch as text, `group_commit` shares disk syncs.
`expiry` deletes what can't be reached any more.
"""
