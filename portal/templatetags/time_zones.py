"""Times with the zone in which they count."""

from django import template

from portal import time_zones

register = template.Library()
register.filter("offset", time_zones.offset)
register.filter("with_zone", time_zones.told)
register.filter("zone_name", time_zones.zone_name)
