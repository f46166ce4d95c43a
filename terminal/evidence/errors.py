"""What can be wrong with a key, apart from the libraries that read one."""


class KeyUnfit(ValueError):
    """A key cannot do its work. The message names the file and says what to do."""
