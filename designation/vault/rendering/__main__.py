"""Start the renderer: `python -m designation.vault.rendering SOCKET`."""

import sys

from designation.vault.rendering.server import main

sys.exit(main())
