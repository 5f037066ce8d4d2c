"""Areas and distances on a sphere, as JavaRosa computes them.

The area is that of a polygon on the plane that touches the first point; the distance follows the
spherical law of cosines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from surveys.instrument.values import NOT_A_NUMBER, EvaluationError, Value, text

RADIUS = 6_378_100.0
"""Of the equator, in metres."""
DEGREE = 2 * RADIUS * math.pi / 360
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def area(values: Sequence[Value]) -> Value:
    """Square metres inside a line given as one value, or as one point in each value."""
    points = _outline(values)
    if len(points) < 3:
        return 0.0
    (latitude, longitude), *others = points
    flat = [
        (DEGREE * (y - latitude), DEGREE * math.cos(math.radians(y)) * (x - longitude))
        for y, x in others
    ]
    pairs = pairwise(flat)
    return abs(sum((y1 * x2 - x1 * y2) / 2 for (y1, x1), (y2, x2) in pairs))


def distance(values: Sequence[Value]) -> Value:
    """Metres along a line given as one value, or from point to point."""
    points = _outline(values)
    return float(sum(_between(*pair) for pair in pairwise(points)))


def inside(point: Value, values: Sequence[Value]) -> Value:
    """Whether the point lies within a closed line."""
    y, x = _point(text(point))
    points, within = _outline(values), False
    for (y1, x1), (y2, x2) in pairwise(points):
        if (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            within = not within
    return within


def _between(first: Point, second: Point) -> float:
    latitude, other = math.radians(first[0]), math.radians(second[0])
    turn = math.radians(first[1] - second[1])
    cosine = math.sin(latitude) * math.sin(other)
    cosine += math.cos(latitude) * math.cos(other) * math.cos(turn)
    return RADIUS * math.acos(cosine) if abs(cosine) <= 1 else NOT_A_NUMBER


def _outline(values: Sequence[Value]) -> list[Point]:
    if len(values) == 1:
        return [_point(part) for part in text(values[0]).rstrip("; ").split(";") if part.strip()]
    return [_point(text(value)) for value in values]


def _point(written: str) -> Point:
    try:
        numbers = [float(part) for part in written.split()]
        return numbers[0], numbers[1]
    except (ValueError, IndexError) as error:
        raise EvaluationError(f"{written!r} is no place") from error
