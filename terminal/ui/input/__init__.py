"""Touch and pen from the kernel's input devices: every reading, with its own time and pressure.

The way of a reading: a device (``device``) gives events, a ``Decoder`` makes samples of them, an ``Arbiter`` lets
those of one pointer through, and the ``Reader`` hands them to the glass. A recording (``recording``) stands in the
place of a device.
"""
