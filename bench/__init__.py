"""Benchmarks: what the parts of a signature cost on this computer, printed as one table.

    python -m bench             everything, in about a minute
    python -m bench ink store   some of it

Each subject is a file with a ``measure()`` that yields rows. They are no tests: nothing here fails for being
slow. Each figure is the median of rounds in which the contenders take turns, and is compared with something
plain that does the same work in the same rounds. Absolute times belong to the computer named under the table;
the ratios carry further.
"""

import terminal.ui  # noqa: F401 (imported before pygame, it keeps pygame from greeting in the table)
