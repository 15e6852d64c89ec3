"""A second correct server, against which the suite must be green too.

It was written from the API's description alone, apart from the reference server, and shares no
code with it: the standard library's threaded HTTP server, and no use of openapi.yaml. It keeps
every documented rule and decides whatever is left open the other way:

* ids are 16 characters of base64url; malformed ids are 404;
* 401, 404, 405 and 415 carry a JSON body; the token is looked at before the path;
* answers are chunked and indented, with other header cases, key order and additional fields;
* a field shows up only if it was set: no `type` for text, no defaults;
* scalars are coerced (`"1"` for 1, a number for a string), and one 400 code stands for another
  where both fit;
* parameter keys lose their `+`, hexadecimal is echoed in upper case;
* duplicates in `to` stay, `to_remove` runs before `to_add`, the details of a dry run come last
  recipient first, a recipient without a parameter's value is left out of it;
* messages leave, and batches are listed, a moment later; its clock runs ahead;
* a canceled batch can still be updated, canceling again counts as a change, feedback is refused
  with 403.

Run it with `python -m tests.suite.other_server --port 0` in the project's root.
"""
