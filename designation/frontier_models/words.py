"""Words that pages use for events of a model."""

EVENTS = {
    "model.registered": "{who} registered the model",
    "model.planned": "The release plan was taken from the certified application",
    "model.release_moved_earlier": "{who} moved the planned partner release earlier",
    "model.release_moved_later": "{who} moved the planned partner release later",
    "model.first_opened": "The model's 30 days began",
    "model.variant_added": "{who} registered a variant",
    "model.variant_restricted": "{who} said who may read about a variant",
    "model.linked": "{who} linked the model to its earlier registration",
}
"""The sentence for each event; "{who}" is the person or the clock."""

DONE = {
    "FrontierModel.add_variant": "You added the variant.",
    "FrontierModel.restrict_variant": "You said who may read about the variant. It counts from now on.",
    "FrontierModel.link": "You linked this model to its first registration.",
    "FrontierModel.move_release_earlier": "You moved the planned release earlier. Windows end before it.",
    "FrontierModel.move_release_later": "You moved the planned release later.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {"FrontierModel": lambda _reader, row: f"Model “{row.codename}”"}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
