"""The question bank: questions as they are edited, and the versions that quizzes rely on."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from courses.grading import Item, KnownError, Option, item_from_json
from courses.models.immutable import WrittenOnce
from portal.fields import WordsField
from portal.validators import storable

LONG = 2000


class QuestionType(models.TextChoices):
    """How a question is answered; the values are those of `courses.grading`."""

    SINGLE_CHOICE = "single_choice", _("choice of one")
    MULTIPLE_CHOICE = "multiple_choice", _("choice of several")
    TRUE_FALSE = "true_false", pgettext_lazy("question", "true or false")
    NUMERIC = "numeric", pgettext_lazy("question", "number")


class Question(index.Indexed, ClusterableModel):
    """A question with its key, as its author last left it. Texts may hold formulae, `$…$`."""

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_(
            "What editors call it, such as “PAYG rate from two ratios”. Learners never see it."
        ),
    )
    type = models.CharField(
        _("type"), max_length=15, choices=QuestionType, default=QuestionType.SINGLE_CHOICE
    )
    stem = WordsField(
        _("question"),
        long=True,
        max_length=LONG,
        help_text=_("What is asked. Formulae stand between dollar signs: $v^{n}$."),
    )
    statement_is_true = models.BooleanField(
        _("the statement is true"), default=False, help_text=_("For the type “true or false”.")
    )
    value = models.DecimalField(
        _("right number"),
        max_digits=24,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[storable],
        help_text=_("For the type “number”."),
    )
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=24,
        decimal_places=8,
        default=Decimal(0),
        validators=[MinValueValidator(0), storable],
        help_text=_("A number is right if it differs from the right one by no more than this."),
    )
    unit = WordsField(
        pgettext_lazy("of a number", "unit"),
        max_length=40,
        blank=True,
        help_text=_("Shown after the answer, such as %. Learners may type it or leave it out."),
    )
    feedback_right = WordsField(
        _("said about a right answer"), long=True, max_length=LONG, blank=True
    )
    feedback_wrong = WordsField(
        _("said about a wrong answer"),
        long=True,
        max_length=LONG,
        blank=True,
        help_text=_("A hint. It is left out where the wrong answer has words of its own."),
    )
    explanation = WordsField(
        _("explanation"),
        long=True,
        max_length=LONG,
        blank=True,
        help_text=_("Why the right answer is right. Told to those who have found it."),
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        # By these the admin's list is narrowed and sorted while somebody searches.
        index.FilterField("name"),
        index.FilterField("type"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0), name="tolerance_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def item(self) -> Item:
        """The question as a record to show and mark, without what its type has no use for."""
        numeric = self.type == QuestionType.NUMERIC
        return Item(
            type=self.type,
            stem=self.stem,
            options=self._options(),
            value=self.value if numeric else None,
            tolerance=self.tolerance if numeric else Decimal(0),
            unit=self.unit if numeric else {},
            known_errors=tuple(
                KnownError(known.value, known.tolerance, known.feedback)
                for known in (self.known_errors.all() if numeric else ())
            ),
            feedback_right=self.feedback_right,
            feedback_wrong=self.feedback_wrong,
            explanation=self.explanation,
        )

    def _options(self) -> tuple[Option, ...]:
        if self.type == QuestionType.NUMERIC:
            return ()
        if self.type == QuestionType.TRUE_FALSE:
            return Option({}, self.statement_is_true), Option({}, not self.statement_is_true)
        return tuple(
            Option(option.words, option.correct, option.feedback) for option in self.options.all()
        )


class QuestionOption(Orderable):
    """An answer to choose."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    words = WordsField(_("answer"), long=True, max_length=500)
    correct = models.BooleanField(_("right"), default=False)
    feedback = WordsField(_("said to those who chose it"), long=True, max_length=LONG, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")


class QuestionKnownError(Orderable):
    """A wrong number that a known mistake leads to."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="known_errors")
    value = models.DecimalField(
        _("wrong number"), max_digits=24, decimal_places=8, validators=[storable]
    )
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=24,
        decimal_places=8,
        default=Decimal(0),
        validators=[MinValueValidator(0), storable],
    )
    feedback = WordsField(
        _("said to those who gave it"),
        long=True,
        max_length=LONG,
        help_text=_("Name the mistake: “If you got 14.88 you used payments in arrears.”"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("known mistake")
        verbose_name_plural = _("known mistakes")


class QuestionVersion(WrittenOnce):
    """A question as it was when a quiz was released. Equal content is stored once."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=15, choices=QuestionType)
    body = models.JSONField(_("what is shown"))
    key = models.JSONField(_("key"))
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="one_question_version_per_number"
            ),
            models.UniqueConstraint(
                fields=["question", "sha256"], name="one_question_version_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.number}"

    def item(self) -> Item:
        """The question as a record to show and mark."""
        return item_from_json(self.type, self.body, self.key)
