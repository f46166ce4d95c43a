"""The values a signature is made of. No I/O, no clock, the standard library only."""
