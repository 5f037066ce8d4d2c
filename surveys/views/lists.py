"""What the pages of an imported list show, be it of cases or of a panel's members."""

from typing import Any

from surveys.models import UnitImport
from surveys.services.differences import Preview

SHOWN = 100


def shown(kept: UnitImport, preview: Preview[Any]) -> dict[str, object]:
    """The list, and the first lines of each kind."""
    return {
        "kept": kept,
        "preview": preview,
        "new": preview.new[:SHOWN],
        "changed": preview.changed[:SHOWN],
        "shown": SHOWN,
    }
