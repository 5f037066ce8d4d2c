"""Secondary suppression: a hidden count must not follow from a total and its other parts.

A line is a set of cells that add up to something published: the levels of a category within one
domain, or the levels of one domain variable with everything else fixed, when the coarser domain
is estimated too. A line with a confidential cell needs at least two hidden cells; hiding one more
cell changes the lines it crosses, so the search repeats until nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from surveys.plans.estimation.estimate import Domain, Estimate


def complements(
    estimates: Sequence[Estimate], hidden: Set[int], confidential: Set[int]
) -> frozenset[int]:
    """Positions of the estimates to hide besides `hidden`: the smallest cell of each open line."""
    lines = _lines(estimates)
    added: set[int] = set()
    changed = True
    while changed:
        changed = False
        for line in lines:
            concealed = [i for i in line if i in hidden or i in added]
            exposed = len(concealed) == 1 and (
                concealed[0] in confidential or concealed[0] in added
            )
            open_cells = [i for i in line if i not in hidden and i not in added]
            if exposed and open_cells:
                added.add(min(open_cells, key=lambda i: _size(estimates[i])))
                changed = True
    return frozenset(added)


def _size(estimate: Estimate) -> tuple[int, int]:
    """How much information hiding a cell costs: its count, then its respondents."""
    return (estimate.n if estimate.count is None else estimate.count, estimate.n)


def _lines(estimates: Sequence[Estimate]) -> list[list[int]]:
    domains = {(estimate.name, estimate.level, estimate.domain) for estimate in estimates}
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, estimate in enumerate(estimates):
        if estimate.level:
            lines["levels", estimate.name, estimate.domain].append(index)
        for place, (variable, _) in enumerate(estimate.domain):
            coarser = _without(estimate.domain, place)
            if (estimate.name, estimate.level, coarser) in domains:
                lines[variable, estimate.name, estimate.level, coarser].append(index)
    return [line for line in lines.values() if len(line) > 1]


def _without(domain: Domain, place: int) -> Domain:
    return (*domain[:place], *domain[place + 1 :])
