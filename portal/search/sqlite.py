"""The search backend on SQLite's FTS5: Wagtail's own, with our tokens in the index and in queries.

Named in `WAGTAILSEARCH_BACKENDS`. After a change of the tokens `update_index` rebuilds the index.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet, Value
from modelsearch.backends.database.sqlite.query import (
    BM25,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.backends.database.sqlite.sqlite import (
    ObjectIndexer,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import SQLiteFTSIndexEntry

from portal.search.queries import TokenQueries, add_entries
from portal.search.tokens import Term, indexed

# One match in a title counts as much as five in the text. Columns: autocomplete, body, title.
COLUMN_WEIGHTS = "1, 1, 5"


class Indexer(ObjectIndexer):
    """The texts of one object as tokens."""

    @property
    def row(self) -> dict[str, str]:
        """What the index stores; the beginnings of words are looked up among whole words."""
        return {
            "title": indexed(self.title),
            "body": indexed(self.body),
            "autocomplete": indexed(self.autocomplete, stemmed=False),
        }

    texts = row


class Index(SQLiteIndex):
    """The index table, of which database triggers keep the full-text table."""

    indexer = Indexer

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        add_entries(self, model, objs)


class Relevance(BM25):
    """How badly an entry answers the query: the lower, the better."""

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, list[Any]]:
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, {COLUMN_WEIGHTS})", []


class FullTextQueries(TokenQueries):
    """An FTS5 expression of the terms, and how its results are ranked."""

    def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config)
        operator = getattr(query, "operator", "and").upper()
        return SearchQueryExpression(
            Value(f" {operator} ".join(map(expression, self.terms(query))))
        )

    def _build_rank_expression(self, vectors: Any, config: Any) -> Relevance:
        return Relevance()

    def ranking(self) -> QuerySet | None:
        """The keys of what is found, as texts, the best first; None where nothing ranks them."""
        query = normalize(self.query)
        if not self.order_by_relevance or isinstance(query, Not | MatchAll):
            return None
        matching = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(query))
        kinds = get_descendants_content_types_pks(self.queryset.model)
        return (
            SQLiteFTSIndexEntry.objects.filter(matching, index_entry__content_type__in=kinds)
            .annotate(score=Relevance())
            .order_by("score", "-pk")
            .values_list("index_entry__object_id", flat=True)
        )


def expression(term: Term) -> str:
    """The term in FTS5's language: a phrase, which ends in a star where it may go on."""
    return '"{}"{}'.format(" ".join(term.tokens), " *" if term.open_ended else "")


class SearchQueryCompiler(FullTextQueries, SQLiteSearchQueryCompiler):
    """Finds whole words in titles and texts."""


class AutocompleteQueryCompiler(FullTextQueries, SQLiteAutocompleteQueryCompiler):
    """Finds the beginning of a word among titles."""

    stemmed = False
    last_is_beginning = True


class Results(SQLiteSearchResults):
    """What is found, the best first.

    All ranks are read at once. Wagtail's own query asks for them row by row, and each time FTS5
    counts anew in how many texts the words stand: seconds where a thousand pages are found.
    """

    def _do_search(self) -> list[Model]:
        ranking = None if self._score_field else self.query_compiler.ranking()
        if ranking is None:
            return super()._do_search()
        found = self.query_compiler.queryset.filter(pk__in=ranking.order_by())
        keys = {str(key): key for key in found.order_by().values_list("pk", flat=True)}
        shown = [keys[key] for key in ranking if key in keys][self.start : self.stop]
        objects = self.query_compiler.queryset.in_bulk(shown)
        return [objects[key] for key in shown]


class SearchBackend(SQLiteSearchBackend):
    """What Wagtail's settings name."""

    index_class = Index
    results_class = Results
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
