"""Staff set the terminal: language, theme, brightness, volume, and another PIN."""

from dataclasses import replace

from terminal.model.settings import Settings
from terminal.session import events as ev
from terminal.session.effects import Effect, Play, Sound, Step
from terminal.session.states import InStaffMode, PinTrouble, Site

from .effects import KeepPin, KeepSettings
from .events import AskedForNewPin, ChangedSettings, Entered, PinKept, Typed
from .states import Adjusting, ChoosingPin
from .typing import pin_trouble, type_pin

DIMMEST = 10
"""Percent of brightness; below it staff would not find the way back to this page."""


def touched(state: InStaffMode, touch: ev.Touch) -> Step:
    """Return what a press does on the settings' pages."""
    match state, touch:
        case Adjusting(), ChangedSettings(settings):
            return _change(state, _sound(settings, state.unit.site))
        case Adjusting(), AskedForNewPin():
            return state.turn_to(ChoosingPin(state.unit)), []
        case ChoosingPin(keeping=False), Typed(key):
            return replace(state, pin=type_pin(state.pin, key), trouble=PinTrouble.NONE), []
        case ChoosingPin(keeping=False), Entered():
            return _choose(state)
    return state, []


def answered(state: ChoosingPin, event: ev.Event) -> Step:
    """Take whether the new PIN stands."""
    match event:
        case PinKept(True) if state.keeping:
            return state.turn_to(Adjusting(state.unit, pin_kept=True)), []
        case PinKept(False) if state.keeping:
            return state.turn_to(ChoosingPin(state.unit, trouble=PinTrouble.NOT_KEPT)), []
    return state, []


def _sound(settings: Settings, site: Site) -> Settings:
    """Return settings within what the terminal can do."""
    return replace(
        settings,
        language=settings.language if settings.language in site.languages else "",
        brightness=min(100, max(DIMMEST, settings.brightness)),
        volume=min(100, max(0, settings.volume)),
    )


def _change(state: Adjusting, settings: Settings) -> Step:
    """Let it be so at once, and be kept. A new volume is heard."""
    before = state.unit.settings
    if settings == before:
        return state, []
    louder: list[Effect] = [Play(Sound.ATTENTION)] if settings.volume not in {0, before.volume} else []
    after = replace(state, unit=replace(state.unit, settings=settings), pin_kept=False)
    return after, [KeepSettings(settings), *louder]


def _choose(state: ChoosingPin) -> Step:
    """A new PIN is typed twice, and none that anyone would try first."""
    if not state.first:
        trouble = pin_trouble(state.pin)
        if trouble is not PinTrouble.NONE:
            return replace(state, pin="", trouble=trouble), []
        return replace(state, first=state.pin, pin=""), []
    if state.pin != state.first:
        return replace(state, pin="", first="", trouble=PinTrouble.DIFFERENT), []
    return replace(state, keeping=True), [KeepPin(state.pin)]
