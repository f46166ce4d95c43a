"""The LAN API: tills ask for signatures here, follow them, and fetch the records.

A call comes in through ``connections`` (who may hold a line) and ``gate`` (who may call at all), is read by
``wire``, and answered by ``requests``, ``records`` or ``status`` from the store. ``docs/till-api.md`` is for
those who call.
"""

import os

# Pydantic would else look through everything that is installed for plugins of its own: slow, and unasked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
