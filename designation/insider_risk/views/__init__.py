"""Pages about suspensions."""
