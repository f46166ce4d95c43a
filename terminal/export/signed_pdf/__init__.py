"""The signed PDF: a record as one file that any PDF reader shows and verifies.

A sale becomes a designed page; a till's document stays as it is, with the signature in its place. Both end in a
page that says how it was signed, carry the sealed record inside, and are signed with the terminal's key (PAdES).
Made in a process of its own (``maker.PdfMaker`` talks to it), for documents come from outside.
"""
