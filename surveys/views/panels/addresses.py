"""Addresses of panels, below those of their survey."""

from django.urls import path

from surveys.views.panels import lists, members, panels, waves

PANEL, MEMBER = "<row:number>", "<row:number>/members/<row:member>"
panel_urlpatterns = [
    path("", panels.panels, name="surveys_panels"),
    path(f"{PANEL}/", panels.panel, name="surveys_panel"),
    path(f"{PANEL}/import/", lists.import_members, name="surveys_panel_import"),
    path(f"{PANEL}/recruit/", lists.recruit, name="surveys_panel_recruit"),
    path(f"{PANEL}/lists/<row:kept>/", lists.preview, name="surveys_panel_preview"),
    path(f"{PANEL}/lists/<row:kept>/undo/", lists.undo, name="surveys_panel_undo"),
    path(f"{PANEL}/waves/", waves.draw, name="surveys_wave"),
    path(f"{PANEL}/waves/<row:wave>/remove/", waves.take_back, name="surveys_wave_remove"),
    path(f"{MEMBER}/", members.member, name="surveys_panel_member"),
    path(f"{MEMBER}/contact/", members.contact, name="surveys_panel_contact"),
    path(f"{MEMBER}/withdraw/", members.withdraw, name="surveys_panel_withdraw"),
]
