"""What can be wrong with a key or a seal, apart from the libraries that read one."""


class KeyUnfit(ValueError):
    """A key cannot do its work. The message names the file and says what to do."""


class SealError(ValueError):
    """The seal does not hold. The message says what is wrong with it."""
