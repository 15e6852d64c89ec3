"""`python -m sinch_batches_server`: the command `sinch-batches serve` by another name."""

import sys

from ._cli import main

sys.exit(main(sys.argv[1:]))
