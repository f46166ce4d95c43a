"""Letting go of what is kept: by the policy that is configured, on request, or into the hands of its owner."""

from .destroying import Destroyer, NothingToDestroy

__all__ = ["Destroyer", "NothingToDestroy"]
