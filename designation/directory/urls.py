"""URLs of the directory."""

from django.urls import path

from designation.directory.views import coverage, dry_run, entries, export, imports, removing

urlpatterns = [
    path("directory/", entries.directory, name="directory"),
    path("directory/add/", entries.entry_add, name="directory_add"),
    path("directory/export.csv", export.export, name="directory_export"),
    path("directory/coverage/", coverage.coverage, name="directory_coverage"),
    path("directory/removed/", removing.removed, name="directory_removed"),
    path("directory/removed/<uuid:entry>/restore/", removing.entry_restore, name="directory_entry_restore"),
    path("directory/imports/", imports.imports, name="directory_imports"),
    path("directory/imports/new/", imports.import_new, name="directory_import_new"),
    path("directory/imports/<int:number>/", imports.import_page, name="directory_import"),
    path(
        "directory/imports/<int:number>/progress/", imports.import_progress, name="directory_import_progress"
    ),
    path("directory/imports/<int:number>/columns/", imports.import_columns, name="directory_import_columns"),
    path("directory/imports/<int:number>/decide/", dry_run.decide, name="directory_import_decide"),
    path("directory/imports/<int:number>/problems.csv", export.problems, name="directory_import_problems"),
    path("directory/imports/<int:number>/<str:step>/", imports.import_step, name="directory_import_step"),
    path("directory/<uuid:entry>/", entries.entry_page, name="directory_entry"),
    path("directory/<uuid:entry>/edit/", entries.entry_edit, name="directory_entry_edit"),
    path("directory/<uuid:entry>/remove/", removing.entry_remove, name="directory_entry_remove"),
]
