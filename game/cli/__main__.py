"""`python -m game.cli` is `chiprace`."""

import sys

from game.cli.main import main

sys.exit(main())
