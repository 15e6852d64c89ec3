"""`python -m sinch_batches`: the console script `sinch-batches` by another name."""

import sys

from sinch_batches_cli import main

sys.exit(main())
