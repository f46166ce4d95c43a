"""The glass: what a state looks like, what a touch there means, and the ink."""

import os

# pygame greets on standard output when it is imported, which is no place for a greeting here.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
