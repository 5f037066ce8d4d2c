"""What the knowledge app stores: records, and the snippets they refer to."""

from briefs.models.audio import Audio
from briefs.models.episode import Episode
from briefs.models.event import Event, EventSession
from briefs.models.experience import Experience, RelevantCountry
from briefs.models.figures import Figure
from briefs.models.institutions import Affiliation, Contribution, Institution, Person
from briefs.models.publication import Publication
from briefs.models.record import Record, RelatedRecord
from briefs.models.schemes import Scheme
from briefs.models.series import Series
from briefs.models.sources import Source

__all__ = [
    "Affiliation",
    "Audio",
    "Contribution",
    "Episode",
    "Event",
    "EventSession",
    "Experience",
    "Figure",
    "Institution",
    "Person",
    "Publication",
    "Record",
    "RelatedRecord",
    "RelevantCountry",
    "Scheme",
    "Series",
    "Source",
]
