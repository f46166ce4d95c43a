"""The hardware, one package a device, each with its wire-level emulator.

Nothing here knows the terminal. A device is three files: what it promises (``__init__.py``, a Protocol
and its values), how the real one is spoken to, and an emulator of its side of the wire that ships with
the product.
"""
