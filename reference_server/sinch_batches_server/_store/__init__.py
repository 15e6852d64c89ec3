"""Where are batches kept? `store` says what the server needs of any store.

`memory` is one, `sql` the other, over any database that `connection` describes: `tables` are its
tables, `rows` and `pages` its statements, `counts` its counts for lists, `record` writes a batch as
text, `group_commit` lets requests share transactions. `sqlite` and `schema` are a file,
`postgres` a server; `opening` tells which is meant.
`expiry` deletes what can't be reached any more.
"""
