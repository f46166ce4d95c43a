"""The front panel, whether it can be had now or later: what its worker does when lamp, buzzer or drawer are wanted."""

import logging
from collections.abc import Callable

from drivers.errors import DriverError
from drivers.panel import FrontPanel, LampColour, NullPanel, Tone
from terminal.model.status import Health

log = logging.getLogger(__name__)

FIRST_S, LONGEST_S = 5.0, 60.0
"""How long to wait before a panel that could not be had is tried again; twice as long each time, up to a minute."""


class PatientPanel:
    """A front panel that is tried again where its pins are busy, and opened anew where it failed.

    It shows what it would have shown, once it is there. Lives on the panel's worker thread; ``standing`` may be asked
    on any.

    Args:
        open_panel: opens the panel, or raises a DriverError that says what is the matter.
        now_s: a monotonic clock.
        unheard: called when no switch can be heard any more.
    """

    def __init__(
        self, open_panel: Callable[[], FrontPanel], now_s: Callable[[], float], unheard: Callable[[], None]
    ) -> None:
        self._open_panel, self._now_s, self._unheard = open_panel, now_s, unheard
        self._failures, self._due_s = 0, 0.0
        self._colour: LampColour | None = None
        self._percent: int | None = None
        self._panel: FrontPanel = NullPanel("nobody has looked for a panel yet", trouble=True)
        self.try_now()

    def standing(self) -> tuple[Health, str]:
        """Return how the panel is, and in words what it is or why there is none."""
        panel = self._panel
        health = Health.OK
        if isinstance(panel, NullPanel):
            health = Health.PROBLEM if panel.trouble else Health.ABSENT
        return health, panel.describe()

    def show(self, colour: LampColour) -> None:
        """Light the lamp in ``colour``, until told otherwise."""
        self._colour = colour
        self._use(lambda panel: panel.show(colour))

    def sound(self, tone: Tone) -> None:
        """Play ``tone`` once. One that nobody could hear is not played later."""
        self._use(lambda panel: panel.sound(tone))

    def volume(self, percent: int) -> None:
        """Sound every tone from now on at ``percent`` of what the buzzer can."""
        self._percent = percent
        self._use(lambda panel: panel.volume(percent))

    def open_drawer(self) -> None:
        """Knock the cash drawer open, where there is one. It never opens later, when nobody expects it."""
        self._use(lambda panel: panel.open_drawer())

    def look(self) -> None:
        """Read the switches again; where there is no panel, try whether it can be had now, if that is due."""
        if not self._troubled:
            self._use(lambda panel: panel.look())
        elif self._now_s() >= self._due_s:
            self.try_now()

    def try_now(self) -> None:
        """Try whether a panel can be had that could not be; nothing where there is one."""
        if not self._troubled:
            return
        try:
            self._panel = self._open_panel()
        except (DriverError, OSError) as error:
            if not self._failures:
                log.warning("no panel: %s", error)
            self._lose(str(error))
            return
        if self._failures:
            log.info("the panel is there again: %s", self._panel.describe())
        self._failures = 0
        self._catch_up()

    def close(self) -> None:
        """Put the lamp out, stop the buzzer and give the pins back."""
        self._panel.close()

    @property
    def _troubled(self) -> bool:
        return isinstance(self._panel, NullPanel) and self._panel.trouble

    def _catch_up(self) -> None:
        """Show what would be shown if the panel had been there all along."""
        percent, colour = self._percent, self._colour
        if percent is not None:
            self._use(lambda panel: panel.volume(percent))
        if colour is not None:
            self._use(lambda panel: panel.show(colour))

    def _use(self, use: Callable[[FrontPanel], None]) -> None:
        """Do something with the panel. One that fails is let go of, and opened anew when it is due."""
        panel = self._panel
        try:
            use(panel)
        except Exception as error:
            self._lose(f"The front panel failed: {error}")
            panel.close()
            raise

    def _lose(self, reason: str) -> None:
        self._panel = NullPanel(reason, trouble=True)
        self._due_s = self._now_s() + min(LONGEST_S, FIRST_S * 2**self._failures)
        self._failures = min(self._failures + 1, 8)
        self._unheard()
