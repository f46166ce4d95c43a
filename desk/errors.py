"""What can be the matter with a desk."""


class DeskError(RuntimeError):
    """The desk cannot be set up. The message says why and what to do."""
