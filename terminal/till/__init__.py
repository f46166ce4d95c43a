"""The LAN API: tills ask for signatures here, follow them, and fetch the records.

A call comes in through ``connections`` (who may hold a line) and ``gate`` (who may call at all), is read by
``wire``, and answered by ``requests``, ``records`` or ``status`` from the store. ``docs/till-api.md`` is for
those who call.
"""
