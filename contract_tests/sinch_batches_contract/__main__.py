"""`python -m sinch_batches_contract`: the command `sinch-batches conformance` by another name."""

import sys

from ._cli import main

sys.exit(main(sys.argv[1:]))
