"""The archive's words in each language, as gettext catalogues."""
