"""Time zones by the names that people know: the place whose clocks they read, and the offset."""

from datetime import datetime, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PLACES: dict[str, Promise] = {
    "Asia/Shanghai": gettext_lazy("Beijing"),
    "Asia/Urumqi": gettext_lazy("Urumqi"),
    "Asia/Hong_Kong": gettext_lazy("Hong Kong"),
    "Asia/Macau": gettext_lazy("Macao"),
    "Asia/Bangkok": gettext_lazy("Bangkok"),
    "Asia/Brunei": gettext_lazy("Bandar Seri Begawan"),
    "Asia/Dili": gettext_lazy("Dili"),
    "Asia/Ho_Chi_Minh": gettext_lazy("Hanoi"),
    "Asia/Jakarta": gettext_lazy("Jakarta"),
    "Asia/Makassar": gettext_lazy("Makassar"),
    "Asia/Jayapura": gettext_lazy("Jayapura"),
    "Asia/Kuala_Lumpur": gettext_lazy("Kuala Lumpur"),
    "Asia/Manila": gettext_lazy("Manila"),
    "Asia/Phnom_Penh": gettext_lazy("Phnom Penh"),
    "Asia/Singapore": gettext_lazy("Singapore"),
    "Asia/Vientiane": gettext_lazy("Vientiane"),
    "Asia/Yangon": gettext_lazy("Nay Pyi Taw"),
    "Asia/Tokyo": gettext_lazy("Tokyo"),
    "Asia/Seoul": gettext_lazy("Seoul"),
    "Asia/Ulaanbaatar": gettext_lazy("Ulaanbaatar"),
    "Asia/Kolkata": gettext_lazy("New Delhi"),
    "Europe/Zurich": gettext_lazy("Geneva"),
    "Europe/Brussels": gettext_lazy("Brussels"),
    "Europe/London": gettext_lazy("London"),
    "America/New_York": gettext_lazy("New York and Washington"),
    "Australia/Sydney": gettext_lazy("Canberra"),
}
"""The seats of the portal's partners: China and ASEAN, their neighbours, international bodies."""
ELSEWHERE = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific"),
}
"""The parts of the world in whose zones other places stand."""


def zone_name(zone: str) -> str:
    """What people call the zone, such as “Beijing time”; other places are called as in tz data."""
    if zone == "UTC":
        return _("Universal Time")
    place = PLACES.get(zone) or zone.rpartition("/")[2].replace("_", " ")
    return _("%(place)s time") % {"place": place}


def offset(moment: datetime, zone: tzinfo) -> str:
    """How far the zone's clocks are from universal time at that moment, such as UTC+08:00."""
    return f"UTC{moment.astimezone(zone).isoformat()[-6:]}"


def told(moment: datetime, zone: tzinfo | None = None) -> str:
    """Day and time of day with the zone in which they count; by itself, the reader's."""
    zone = zone or timezone.get_current_timezone()
    return _("%(time)s (%(zone)s, %(offset)s)") % {
        "time": date_format(moment.astimezone(zone), "DATETIME_FORMAT"),
        "zone": zone_name(str(zone)),
        "offset": offset(moment, zone),
    }


def choice(zone: str) -> tuple[str, str]:
    """The zone as one of a list: its name with today's offset."""
    words = {"zone": zone_name(zone), "offset": offset(timezone.now(), ZoneInfo(zone))}
    return zone, _("%(zone)s (%(offset)s)") % words


def choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """All zones to choose from: the site's own, those of our partners, all others by region."""
    others = sorted(
        zone for zone in available_timezones() - {*PLACES} if zone.partition("/")[0] in ELSEWHERE
    )
    regions = groupby(others, key=lambda zone: zone.partition("/")[0])
    site = choice(timezone.get_default_timezone_name())[1]
    return [
        ("", _("As the site: %(zone)s") % {"zone": site}),
        *(choice(zone) for zone in [*PLACES, "UTC"]),
        *((str(ELSEWHERE[region]), [choice(zone) for zone in zones]) for region, zones in regions),
    ]
