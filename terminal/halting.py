"""Shutting the computer down when its battery will not last."""

import logging
import os
import shlex
import subprocess

log = logging.getLogger(__name__)

_LONGEST_S = 20.0
"""How long the command may take to be accepted; what it began goes on by itself."""


def halt(command: str) -> None:
    """Write out all that the kernel still holds, then run ``command``, such as ``systemctl poweroff``.

    Without a command nothing is run: the terminal takes no customers until the mains are back or its battery is empty.
    """
    os.sync()
    if not command:
        return
    log.warning("the mains are gone: %s", command)
    try:
        subprocess.run(shlex.split(command), check=True, timeout=_LONGEST_S)
    except (OSError, subprocess.SubprocessError) as error:
        log.error("the computer could not be halted: %s", error)  # noqa: TRY400 - the sentence says it all
