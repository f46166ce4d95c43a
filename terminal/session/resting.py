"""What follows from where a session is, whoever moved it there: how bright the glass is, how loud the buzzer."""

from .effects import Effect, Mood, SetBrightness, SetVolume, ShowMood, StartTimer, StopTimer, Timer
from .guarding import unheard
from .states import Idle, State


def opening(state: State) -> list[Effect]:
    """Return what is to be done when the terminal has just been started."""
    volume = SetVolume(state.unit.settings.volume)
    return [*unheard(), ShowMood(Mood.READY), SetBrightness(brightness(state)), volume, *rest(state)]


def follow(before: State, after: State) -> list[Effect]:
    """Return what is to be done because the state is another than before."""
    effects: list[Effect] = []
    if brightness(after) != brightness(before):
        effects.append(SetBrightness(brightness(after)))
    if after.unit.settings.volume != before.unit.settings.volume:
        effects.append(SetVolume(after.unit.settings.volume))
    if isinstance(after, Idle) and not isinstance(before, Idle):
        effects += rest(after)
    if isinstance(before, Idle) and not isinstance(after, Idle):
        effects.append(StopTimer(Timer.DIM))
    return effects


def rest(state: State) -> list[Effect]:
    """Return the timer after which an idle glass that nobody touches goes dim; none where it never does."""
    after_s = state.unit.site.dim_after_s
    return [StartTimer(Timer.DIM, after_s)] if isinstance(state, Idle) and after_s else []


def brightness(state: State) -> int:
    """Return how bright the glass is to be, in percent."""
    bright = state.unit.settings.brightness
    return min(bright, state.unit.site.dim) if isinstance(state, Idle) and state.dimmed else bright
