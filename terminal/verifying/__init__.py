"""Verifying: records are found wherever they are (bundles, PDFs, backups, stores, folders) and judged together.

What is judged, and how, is in ``terminal.evidence``; here is only where it comes from. Nothing of this terminal's
own state is looked at: it works the same on any computer.
"""
