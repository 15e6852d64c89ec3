"""`python -m sinch_batches_cli`: the console script by another name."""

import sys

from ._main import main

sys.exit(main())
