"""What makes a record provable: the terminal's key, the seal, the chain, the bundle, and how to verify them.

Beside the seal a record has a signed PDF (``signed.pdf``, ``terminal.export.signed_pdf``): one more file of the bundle.
"""
