"""What searchers ask, as terms of our tokens, and what is stored for them: on every database."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery
from modelsearch.utils import get_content_type_pk
from wagtail.search.models import IndexEntry

from portal.search.tokens import Term, query_terms


def add_entries(index: Any, model: type[Model], objs: Iterable[Model]) -> None:
    """Store an entry of each object, in the place of an earlier one."""
    if not model.get_search_fields():
        return
    content_type = get_content_type_pk(model)
    indexers = [index.indexer(each, index.backend) for each in objs]
    if not indexers:
        return
    rows = [(each.id, each.row) for each in indexers]
    IndexEntry.objects.bulk_create(
        [IndexEntry(content_type_id=content_type, object_id=key, **row) for key, row in rows],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=[*rows[0][1]],
    )


class TokenQueries:
    """Turns what somebody typed into terms of our tokens.

    Nothing of the text but letters and digits reaches the database's own query language. A query
    without any finds nothing; one that stands beside others is left out.
    """

    stemmed = True
    last_is_beginning = False

    def __init__(self, queryset: QuerySet, query: SearchQuery | str, **options: Any) -> None:
        super().__init__(queryset, query, **options)
        self.query = self.answerable(self.query) or MATCH_NONE

    def terms(self, query: PlainText | Phrase) -> tuple[Term, ...]:
        """What a text must hold, or for a query with the operator "or" what it may hold."""
        text = query.query_string
        return query_terms(
            '"{}"'.format(text.replace('"', " ")) if isinstance(query, Phrase) else text,
            stemmed=self.stemmed,
            last_is_beginning=self.last_is_beginning,
        )

    def answerable(self, query: SearchQuery) -> SearchQuery | None:
        """The query without its parts that hold no word; None where nothing is left."""
        if isinstance(query, And | Or):
            kept = [each for each in map(self.answerable, query.subqueries) if each is not None]
            return type(query)(kept) if kept else None
        if isinstance(query, Not):
            subquery = self.answerable(query.subquery)
            return None if subquery is None else Not(subquery)
        if isinstance(query, PlainText | Phrase):
            return query if self.terms(query) else None
        return query
