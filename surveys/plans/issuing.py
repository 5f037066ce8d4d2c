"""The drawn lines of a frame as the cases that are issued."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from surveys.plans.drawing import ADDED, JOINT, issued_per_cluster
from surveys.plans.sample import SamplePlan

HEADER = ("case_id", "stratum", "psu", "base_weight", "inclusion_probability")
WHOLE = "all"
"""The stratum of a sample that has no strata."""
Case = tuple[object, ...]


def issued_cases(lines: pd.DataFrame, plan: SamplePlan) -> list[Case]:
    """The header and a line per case, as a list of cases is imported.

    A case has the name of the frame's first column where that names each line once, else its
    number on the frame. A drawn cluster whose persons are not listed gives as many cases as are
    issued in it, or as it has persons; each of these has the same chance.
    """
    first = lines.columns[0]
    unique = lines[first].notna().all() and lines[first].is_unique
    names = lines[first].tolist() if unique else [f"{row + 1:06}" for row in lines.index]
    known = [name for name in lines.columns if name not in (*ADDED, *HEADER)]
    cases: list[Case] = [(*HEADER, *known)]
    for name, line in zip(names, lines.to_dict("records"), strict=True):
        stratum = JOINT.join(str(line[column]) for column in plan.strata) or WHOLE
        attributes = ["" if pd.isna(line[column]) else line[column] for column in known]
        weight, chance = float(line["base_weight"]), float(line["inclusion_probability"])
        if plan.measure:
            for case, share in _within(name, float(line[plan.measure]), plan):
                cases.append((case, stratum, name, weight / share, chance * share, *attributes))
        else:
            psu = line[plan.cluster] if plan.cluster else name
            cases.append((name, stratum, psu, weight, chance, *attributes))
    return cases


def _within(name: str, size: float, plan: SamplePlan) -> Iterator[tuple[str, float]]:
    """The cases of a drawn cluster, and the chance of each once the cluster is drawn."""
    count = min(issued_per_cluster(plan), max(int(size), 1))
    for number in range(1, count + 1):
        yield f"{name}-{number:02}", min(count / size, 1.0)
