"""Lets plain `pytest contract_tests --base-url ...` judge a server from a checkout."""

pytest_plugins = ["sinch_batches_contract._command.plugin"]
