"""The archive's pages, as Jinja templates."""
