from terminal.clock import Clock
from terminal.session import events as ev
from terminal.session import states as st
from terminal.session.effects import StartTimer
from terminal.session.machine import advance
from terminal.session.staff.states import MOST_PIN, SaleTrouble
from terminal.ui.frame import Frame
from terminal.ui.items import Kind
from terminal.ui.screens import make_screen
from tests.terminal.ui.staff.conftest import States

ALREADY = {Kind.CHOSEN_CARD, Kind.CHOSEN_CHIP}
"""What is chosen already may be pressed again, and changes nothing."""


def settled(state: st.State) -> bool:
    """Return whether keys may change nothing: the PIN is as long as one can be, or what is missing is said already."""
    return (
        len(getattr(state, "pin", "")) == MOST_PIN or getattr(state, "trouble", None) is SaleTrouble.NO_AMOUNT
    )


def test_every_button_of_staffs_screens_does_something(states: States, frame: Frame) -> None:
    idle = []
    for name, state in states.items():
        if not isinstance(state, st.EnteringPin | st.InStaffMode) or settled(state):
            continue
        for button in make_screen(state, frame).buttons:
            if not button.enabled or button.kind in ALREADY:
                continue
            after, effects = advance(state, ev.Pressed(button.event, Clock().now()))
            if after == state and all(isinstance(effect, StartTimer) for effect in effects):
                idle.append((name, button.event))
    assert idle == []
