"""The pages of a survey in the admin, as its lead sees them. One that is missing fails a test.

Addresses begin after `/admin/surveys/{survey}/`; words in braces come from `survey_content.places_of`.
"""

OF_SURVEY = {
    "surveys_survey": [""],
    "surveys_team": ["team/"],
    "surveys_opening": ["opening/"],
    "surveys_questionnaires": ["questionnaires/"],
    "surveys_version": ["questionnaires/{version}/", "questionnaires/{next}/"],
    "surveys_codebook": ["questionnaires/{version}/codebook/"],
    "surveys_compare": ["questionnaires/{next}/differences/?with={version}"],
    "surveys_devices": ["devices/"],
    "surveys_units": ["units/", "units/?outcome=open", "units/?case=none"],
    "surveys_unit": ["units/{unit}/"],
    "surveys_units_import": ["units/import/"],
    "surveys_units_preview": ["units/import/{list}/"],
    "surveys_invitations": ["invitations/"],
    "surveys_mailings": ["mailings/"],
    "surveys_panels": ["panels/"],
    "surveys_panel": ["panels/{panel}/", "panels/{panel}/?state=moved"],
    "surveys_panel_import": ["panels/{panel}/import/"],
    "surveys_panel_recruit": ["panels/{panel}/recruit/"],
    "surveys_panel_preview": ["panels/{panel}/lists/{panel_list}/"],
    "surveys_wave": ["panels/{panel}/waves/"],
    "surveys_panel_member": [
        "panels/{panel}/members/{panel_member}/",
        "panels/{panel}/members/{withdrawn}/",
    ],
    "surveys_quotas": ["quotas/"],
    "surveys_rates": ["rates/"],
    "surveys_fieldwork": ["fieldwork/"],
    "surveys_inbox": ["inbox/", "inbox/?state=hasIssues", "inbox/?state=approved"],
    "surveys_submission": [
        "submissions/{whole}/",
        "submissions/{slip}/",
        "submissions/{corrected}/",
        "submissions/{returned_one}/",
        "submissions/{alone}/",
    ],
    "surveys_edit": ["submissions/{slip}/edit/"],
    "surveys_versions": ["submissions/{corrected}/versions/"],
    "surveys_held_list": ["held/"],
    "surveys_held": ["held/{conflict}/", "held/{unreadable}/", "held/{unknown_edit}/"],
    "surveys_back_checks": ["back-checks/"],
    "surveys_back_check_list": ["back-checks/list/"],
    "surveys_back_check": ["back-checks/{checked}/"],
    "surveys_data": ["data/"],
    "surveys_imports": ["data/import/"],
    "surveys_import": ["data/import/{losses}/", "data/import/{unread}/"],
    "surveys_machines": ["data/machines/"],
    "surveys_machines_how": ["data/machines/how/"],
    "surveys_sample": ["sample/"],
    "surveys_weighting": ["weighting/"],
}
ALL_SURVEYS = {
    "surveys_index": "/admin/surveys/",
    "surveys_new": "/admin/surveys/+new/",
    "surveys_outdated_quotes": "/admin/reports/outdated-quotes/",
}
NO_PAGE = {
    "surveys_codebook_table", "surveys_paper", "surveys_original", "surveys_attachment",
    "surveys_held_content", "surveys_held_file", "surveys_version_content", "surveys_medium",
    "surveys_export", "surveys_links", "surveys_letters",
    # they answer only to what is sent from a page
    "surveys_files", "surveys_publish", "surveys_state", "surveys_dates", "surveys_consent",
    "surveys_leave", "surveys_revoke_key", "surveys_end_webhook", "surveys_remove_export",
    "surveys_approve", "surveys_revoke_device", "surveys_review", "surveys_release",
    "surveys_reference", "surveys_upload", "surveys_quota_remove", "surveys_assign",
    "surveys_invitations_change", "surveys_units_undo", "surveys_mailing_send",
    "surveys_mailing_undo", "surveys_panel_undo", "surveys_panel_contact",
    "surveys_panel_withdraw", "surveys_wave_remove", "surveys_send_again", "surveys_test_webhook",
}  # fmt: skip
"""Files, and what leads to a page."""


def addresses(places):
    """All of them, the whole address each."""
    base = f"/admin/surveys/{places['survey']}/"
    own = [base + path.format(**places) for paths in OF_SURVEY.values() for path in paths]
    return [*ALL_SURVEYS.values(), *own]
