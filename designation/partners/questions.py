"""The ten questions that an organization answers while it is vetted. Plain words, no legal department needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlainQuestion:
    """One question with its hint. A question with choices is answered by one of them."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False


FURTHER = "further"
"""The key of the answers to what roster administrators asked further: a list of questions and answers."""
FURTHER_ANSWER = "further_answer"
"""The name of the field that answers what was asked further."""
YES_NO = (("yes", "Yes"), ("no", "No"))
QUESTIONS: tuple[PlainQuestion, ...] = (
    PlainQuestion("what_you_do", "What does your organization do?", "One or two sentences.", long=True),
    PlainQuestion("who_depends", "Who depends on you?", "For example: 12,000 people and two clinics."),
    PlainQuestion(
        "systems", "Which systems would you protect with early access?", "Plain words are fine.", long=True
    ),
    PlainQuestion(
        "your_role", "What is your role at the organization?", "For example: I run all of our computers."
    ),
    PlainQuestion(
        "may_speak", "Are you authorized to speak for your organization about this?", choices=YES_NO
    ),
    PlainQuestion("own_address", "Does your organization provide your email address?", choices=YES_NO),
    PlainQuestion("second_factor", "Do you sign in to your email with more than a password?", choices=YES_NO),
    PlainQuestion(
        "confidential",
        "Can you share what you read only with the people you name, and keep it confidential?",
        choices=YES_NO,
    ),
    PlainQuestion(
        "foreign_control",
        "Does a foreign government or company own or direct your organization?",
        choices=YES_NO,
    ),
    PlainQuestion("phone", "What phone number can we call you back at?"),
)
