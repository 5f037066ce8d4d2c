"""The questionnaire's codes for the levels of the population's variables."""

from __future__ import annotations

CITY_CODES = ("330100", "510100", "440100", "441900", "440300")
"""Hangzhou, Chengdu, Guangzhou, Dongguan, Shenzhen (GB/T 2260)."""
CITY_LETTERS = ("HZ", "CD", "GZ", "DG", "SZ")
WORKER_TYPES = ("1", "2", "3", "4")
SEX = ("1", "2")
"""Male, female: index with the flag `female`."""
MIGRANT = ("0", "1")
AGE_GROUPS = ("16-24", "25-34", "35-44", "45+")
EDUCATION_GROUPS = ("1", "2", "3", "4")
"""Junior secondary or less, senior secondary, junior college, bachelor or above."""
PSU_KINDS = ("managed", "loose")


def stratum_code(stratum: int) -> str:
    """City letters and worker type, such as HZ1."""
    city, worker_type = divmod(stratum, len(WORKER_TYPES))
    return CITY_LETTERS[city] + WORKER_TYPES[worker_type]
