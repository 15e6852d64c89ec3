"""`python -m sinch_batches_contract`: the command `sinch-batches conformance` by another name."""

import sys

from sinch_batches_cli import main

sys.exit(main(["conformance", *sys.argv[1:]]))
