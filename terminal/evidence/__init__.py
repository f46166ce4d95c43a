"""What makes a record provable: the terminal's key, the seal, the chain, the bundle, and how to verify them.

Beside the seal a record will have a signed PDF (``signed.pdf``); it joins the bundle as one more file.
"""
