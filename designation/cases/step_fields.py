"""Form fields for the inputs of steps of a case."""

from designation.web.step_forms import text

FIELDS = {
    "Case.contain.reason": text("Reason", "The officers of this case read it. The person does not."),
    "Case.ask_to_unmask.reason": text(
        "Why it takes the person's name",
        "Say what the name is needed for, and why the pseudonym is not enough.",
    ),
    "Case.note.reason": text("Note", "The officers of this case read it. Do not name the person."),
    "Case.answer_challenge.reason": text("Answer", "The person reads it."),
}
