"""Messages of the collection stage: only what makes a submission impossible to keep."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "submission_unreadable": Message(
            _("well-formed XML without document type, of bounded size"),
            _("Send the form again as the app saved it."),
        ),
        "submission_form_id": Message(
            _("the id of the form, up to 200 characters"),
            _("Send the form with the id attribute of its root."),
        ),
        "submission_instance_id": Message(
            _("an instance ID such as uuid:…, up to 200 characters"),
            _("Send the form with its meta/instanceID; without it no repeat can be recognised."),
        ),
        "intake_failed": Message(
            _("a submission that the portal can take in"),
            _("Tell the administrator; the content is kept and can be sent again."),
        ),
    }
)
