"""One customer at the terminal. Pure: a state and an event give the next state and its effects."""

from .machine import advance
from .states import Idle, State, Unit

__all__ = ["Idle", "State", "Unit", "advance"]
