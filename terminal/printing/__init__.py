"""The printer's process: from a record in the store to a slip of paper in a hand.

A record's slips stand in the print journal (``store.slips``) from the moment the record does. The ``Spooler``
takes the oldest that is not out. The record's seal is checked and read (``signed``), the slip is written down
as blocks (``slip``), each block is given its place (``blocks``, in the sizes of ``form``), and the
``Composer`` draws them as one black-and-white picture. The printer prints that, the paper is cut, and the
journal keeps the picture. For a printer that is to set words by itself (``cells``), they are laid out on its own
grid, and only what it cannot set is drawn.

A slip that broke off, by an empty roll or a power cut, is printed again whole, and says that it may be a
duplicate.
"""

from .composer import Composed, Composer
from .setting import Setting
from .spooler import Spooler
from .trial import Bench

__all__ = ["Bench", "Composed", "Composer", "Setting", "Spooler"]
