"""What the portal stores: people, pages, vocabulary, background jobs and routines."""

from portal.models.jobs import Job
from portal.models.pages import FOOTNOTES_PANEL, BasePage, HomePage, ListingPage, PlainPage
from portal.models.people import User, Visitor
from portal.models.prints import Print
from portal.models.routines import RoutineRun
from portal.models.visits import PageVisits
from portal.models.vocabulary import Country, PageCountry, PageTopic, Topic

__all__ = [
    "FOOTNOTES_PANEL",
    "BasePage",
    "Country",
    "HomePage",
    "Job",
    "ListingPage",
    "PageCountry",
    "PageTopic",
    "PageVisits",
    "PlainPage",
    "Print",
    "RoutineRun",
    "Topic",
    "User",
    "Visitor",
]
