"""The cloud side: receives bundles from terminals, verifies and keeps them, and finds them again.

A terminal puts a bundle (``routes.bundles``). It is checked and kept in the object store before the index
knows it (``receiving``, ``objects``, ``tables``), and only then acknowledged. The back office looks it up
(``index``) and sees what holds of it, checked again from the stored bundle at that moment (``verdict``).
"""
