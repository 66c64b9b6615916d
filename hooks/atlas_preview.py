"""What a live preview remembers. MkDocs imports hooks anew for every rebuild; a module they import stays.

While the data has errors, the preview goes on showing the last good pages with the errors on top of each.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.pages import Page

_last_good: list[Page] = []
_mode = {"preview": False}


def set_preview(*, on: bool) -> None:
    """Say whether this process is a live preview."""
    _mode["preview"] = on


def is_preview() -> bool:
    """Return whether this process is a live preview."""
    return _mode["preview"]


def remember(pages: Sequence[Page]) -> None:
    """Keep the pages of a good build."""
    _last_good[:] = pages


def recall() -> list[Page]:
    """Return the pages of the last good build; none where there was no good build yet."""
    return list(_last_good)
