"""What came in? The way of a request: `resource` leads it through `checks` to its operation.

`query` and `validation` hold it to openapi.yaml, which `spec` reads; `answers` and `listing` write
what comes back. `front` is for people with a browser.
"""
