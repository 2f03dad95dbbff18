"""The words that pages use for the directory and its imports."""

EVENTS = {
    "directory.opened": "The directory was opened",
    "directory.entry_added": "{who} added an organization to the directory",
    "directory.entry_changed": "{who} corrected an organization of the directory",
    "directory.entry_removed": "{who} removed an organization from the directory",
    "directory.entry_restored": "{who} put an organization back into the directory",
    "directory_import.uploaded": "{who} uploaded a file for the directory",
    "directory_import.check_begun": "{who} had a file checked",
    "directory_import.checked": "A file was checked and can be imported",
    "directory_import.failed": "A file was checked and needs correction",
    "directory_import.confirmed": "{who} confirmed an import",
    "directory_import.applied": "An import was written to the directory",
    "directory_import.outdated": "An import was not written, because the directory had changed",
    "directory_import.undo_asked": "{who} asked to undo an import",
    "directory_import.undone": "An import was undone",
    "directory_import.discarded": "{who} discarded an import",
}
"""The sentence for each event; "{who}" is the person or the clock."""

CLOCKS = {"import_kept": "Import that nobody finished"}
"""The label of each clock."""

TONES = {"applied": "open", "failed": "stopped", "undone": "final"}
"""The style of the tags of states that are highlighted."""

DONE = {
    "DirectoryImport.confirm": "You confirmed the import. The organizations are being written.",
    "DirectoryImport.undo": "The import is being undone.",
    "DirectoryImport.discard": "You discarded this import. The directory did not change.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {"DirectoryImport": lambda _reader, row: f"{row}, {row.file_name}"}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
