"""Addresses of the course app; the portal's URL configuration includes the list."""

from django.urls import path

from courses.views import admin, board, learn, prints

site_urlpatterns = [
    path("cohorts/<str:public_id>/", learn.cohort, name="courses_cohort"),
    path("cohorts/<str:public_id>/enrol/", learn.join, name="courses_enrol"),
    path("cohorts/<str:public_id>/leave/", learn.leave, name="courses_leave"),
    path("cohorts/<str:public_id>/board/", board.board, name="courses_board"),
    path("cohorts/<str:public_id>/lessons/<row:pos>/", learn.lesson, name="courses_lesson"),
    path("cohorts/<str:public_id>/lessons/<row:pos>.pdf", prints.lesson, name="courses_pdf"),
]

admin_urlpatterns = [
    path("courses/<row:pk>/release/", admin.release, name="courses_release"),
]
