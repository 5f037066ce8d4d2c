"""The search backend on PostgreSQL: Wagtail's own, with our tokens in the index and in queries.

The database's parser is passed by: it would cut words by rules of its own and, where its locale is
"C", drop Chinese. Named in `WAGTAILSEARCH_BACKENDS`.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery as Expression
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Model, TextField, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from portal.search.queries import TokenQueries, add_entries
from portal.search.tokens import Term, indexed

LAST_POSITION = 16_000
"""Positions end at 16,383, and those of the text are moved by the length of the title. Further ones
begin anew: what stands in a row still does.
"""
GAP = 2
"""The first position: the last word of a title and the first of a text stand in no row."""
LONGEST_TOKEN = 500
TITLE_WEIGHT = 5.0


class Indexer(postgres.ObjectIndexer):
    """The texts of one object as tokens."""

    def as_vector(self, texts: Iterable[tuple[str, str]], for_autocomplete: bool = False) -> Cast:
        """The beginnings of words are looked up among whole words."""
        text = indexed("\n".join(text for text, _weight in texts), stemmed=not for_autocomplete)
        vector = " ".join(
            f"'{token[:LONGEST_TOKEN]}':{place % LAST_POSITION + GAP}"
            for place, token in enumerate(text.split())
        )
        return Cast(Value(vector, output_field=TextField()), SearchVectorField())

    @property
    def texts(self) -> dict[str, str]:
        """What the vectors are made of."""
        return {"title_text": indexed(self.title_text), "body_text": indexed(self.body_text)}

    @property
    def row(self) -> dict[str, Any]:
        """What the index stores."""
        vectors = {"title": self.title, "body": self.body, "autocomplete": self.autocomplete}
        return {**vectors, **self.texts}


class Index(postgres.PostgresIndex):
    """The index table."""

    indexer = Indexer

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        add_entries(self, model, objs)


class TokenExpression(Expression):
    """A query of the database's language, which is not parsed as a text."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, list[Any]]:
        return "%s::tsquery", [self.written]


class VectorQueries(TokenQueries):
    """A tsquery of the terms; a match in a title counts as much as five in the text."""

    def build_tsquery(self, query: SearchQuery, config: Any = None) -> TokenExpression:
        return TokenExpression(self.written(query))

    def written(self, query: SearchQuery) -> str:
        if isinstance(query, PlainText | Phrase):
            operator = " | " if getattr(query, "operator", "and") == "or" else " & "
            return f"({operator.join(map(expression, self.terms(query)))})"
        if isinstance(query, Not | Boost):
            return f"{'!' if isinstance(query, Not) else ''}({self.written(query.subquery)})"
        if isinstance(query, And | Or):
            operator = " & " if isinstance(query, And) else " | "
            return f"({operator.join(map(self.written, query.subqueries))})"
        raise TypeError(f"{type(query).__name__} inside another query")

    def get_index_vectors(self, search_query: Any) -> list[tuple[F, float]]:
        return [
            (field, weight)
            for (field, _norm), weight in zip(
                super().get_index_vectors(search_query), (TITLE_WEIGHT, 1.0), strict=False
            )
        ]


def expression(term: Term) -> str:
    """The term in the database's language: tokens in a row, the last of which may go on."""
    row = " <-> ".join(f"'{token[:LONGEST_TOKEN]}'" for token in term.tokens)
    return f"({row}{':*' if term.open_ended else ''})"


class SearchQueryCompiler(VectorQueries, postgres.PostgresSearchQueryCompiler):
    """Finds whole words in titles and texts."""


class AutocompleteQueryCompiler(VectorQueries, postgres.PostgresAutocompleteQueryCompiler):
    """Finds the beginning of a word among titles."""

    stemmed = False
    last_is_beginning = True


class SearchBackend(postgres.PostgresSearchBackend):
    """What Wagtail's settings name."""

    index_class = Index
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
