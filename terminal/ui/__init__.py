"""The glass: what a state looks like, what a touch there means, and the ink."""

import os
import sys

# pygame greets on standard output when it is imported, which is no place for a greeting here.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

# Pillow sets the text, and there is no sound. None says to Python that these are not there, which pygame is
# prepared for; else it would load FreeType, HarfBuzz, a synthesiser and a dozen codecs, 4 MB of them.
for unused in ("font", "freetype", "imageext", "mixer", "mixer_music", "sndarray", "surfarray"):
    sys.modules.setdefault(f"pygame.{unused}", None)  # type: ignore[arg-type]
