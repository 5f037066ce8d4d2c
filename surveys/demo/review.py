"""What the synthetic survey's lead decides: quotas, back-checks, what is approved, returned, left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.models import User
from surveys.demo.clock import Clock
from surveys.models import HeldSubmission, Member, Quota, Submission, Survey
from surveys.services.back_checks import draw_back_checks
from surveys.services.comparing import compare_waiting
from surveys.services.held import discard_held
from surveys.services.quotas import keep_quota
from surveys.services.review import decide, review_submission

if TYPE_CHECKING:
    from surveys.demo.phones import Field

State = Submission.State
BACK_CHECKED, SEED = 0.03, 2021
SHORT = 10
"""Minutes: an interview takes half an hour."""
HELD_AGAIN = 3
"""Of so many interviews drawn all but one are held again."""
REVIEW, LEFT = timedelta(days=2, hours=16), timedelta(days=4)
"""So long before the survey closes the review is held, and what came in later than so long before
waits for whoever looks at the demonstration.
"""
RETURNED = "An answer is out of range or missing. Please ask again."
SUSPECT = "Very short, and nearly the same answers as another interview of this interviewer."
LOOKED_AT = "The remark explains it; the answer stays."
TRIED = "Sent once more while the connection failed; the first version is complete."


def set_quotas(survey: Survey) -> None:
    """How many interviews are wanted in each stratum of the sample."""
    from surveys.simulation import codes
    from surveys.simulation.selection import COMPLETES_PER_PSU, PSUS_DRAWN

    for number, count in enumerate(PSUS_DRAWN.flat):
        stratum = codes.stratum_code(number)
        keep_quota(
            survey=survey,
            name=stratum,
            conditions={"unit_stratum": [stratum]},
            target=int(count) * COMPLETES_PER_PSU,
            kind=Quota.Kind.SOFT,
        )


class Review:
    """One person's decisions, each at its time."""

    def __init__(self, survey: Survey, clock: Clock) -> None:
        self.survey, self.clock = survey, clock
        lead = survey.members.filter(role=Member.Role.LEAD).select_related("user").first()
        self.lead: User | None = lead.user if lead else None

    def look(self, field: Field, tell: Callable[[str], object]) -> None:
        """The whole review, as far as it was not done by an earlier run."""
        if self.survey.submissions.filter(state=State.APPROVED).exists():
            return
        from surveys.simulation.incidents import CLOSING

        self.clock.go_to(CLOSING - REVIEW)
        tell("   near-duplicates, back-checks and review")
        while compare_waiting():
            pass
        self._back_checks(field)
        self._reject_suspects()
        self._return_slips(field)
        self._approve()
        self._settle_held()

    def _back_checks(self, field: Field) -> None:
        draw_back_checks(survey=self.survey, share=BACK_CHECKED, seed=SEED, actor=self.lead)
        self.clock.wait(3600)
        drawn = self.survey.back_checks.order_by("pk").values_list("submission__unit__case_id")
        for place, (case_id,) in enumerate(drawn):
            if place % HELD_AGAIN:
                field.hold_again(case_id)

    def _reject_suspects(self) -> None:
        """Short interviews that repeat another one; every fifth is left to be looked at."""
        suspect = self.survey.submissions.filter(
            flags__contains="near_duplicate", minutes__lt=SHORT
        ).order_by("pk")
        chosen = [pk for place, pk in enumerate(suspect.values_list("pk", flat=True)) if place % 5]
        suspects = self.survey.submissions.filter(pk__in=chosen)
        decide(submissions=suspects, state=State.REJECTED, actor=self.lead, note=SUSPECT)

    def _return_slips(self, field: Field) -> None:
        """Of interviews with a slip some come back mended, some wait, some are approved as they are."""
        slipped = self.survey.submissions.filter(
            state=State.HAS_ISSUES, instance_id__in=field.slips
        )
        for place, submission in enumerate(slipped.order_by("pk")):
            if place % 3 == 0:
                review_submission(
                    submission=submission, state=State.RETURNED, actor=self.lead, note=RETURNED
                )
                self.clock.wait(7200)
                if place % 2 == 0:
                    field.mend(submission)
            elif place % 3 == 1:
                review_submission(
                    submission=submission, state=State.APPROVED, actor=self.lead, note=LOOKED_AT
                )

    def _approve(self) -> None:
        """Everything without fault, but for what came last and what is held a second time."""
        from surveys.simulation.incidents import CLOSING

        until = CLOSING - LEFT
        waiting = self.survey.submissions.filter(
            state__in=[State.RECEIVED, State.EDITED],
            issue_count=0,
            received_at__lt=until,
            back_check_of=None,
        ).exclude(flags__contains="near_duplicate")
        decide(submissions=waiting, state=State.APPROVED, actor=self.lead)

    def _settle_held(self) -> None:
        """One of the contents that clash is discarded, the others wait."""
        held = self.survey.held_submissions.filter(reason=HeldSubmission.Reason.CONFLICT).first()
        if held is not None and self.lead is not None:
            discard_held(held=held, reason=TRIED, actor=self.lead)
