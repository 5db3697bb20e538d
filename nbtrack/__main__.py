"""Run the command line with `python -m nbtrack`."""

import sys

from nbtrack.cli.main import main

sys.exit(main())
