"""Draws a machine as a standalone SVG that people without technical training can follow.

States are placed below each other in layers, by the longest path that leads to them, with final states last. Inside a
state's box, each step that leaves the state has its own row. A line leads from the row to the lane of the state where
the step ends, and all lines to one state arrive as one arrow. So labels never overlap, in any machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from workflow.creating.declaring import Creation, creations_of
from workflow.drawings.diagrams import Arrow, arrows, begins, name_of, who
from workflow.models import Stateful
from workflow.steps import final_states, initial_state, states_of

BOX, GAP, HEADER, ROW, LANE, MARGIN, LEAST_WIDTH, LETTER = 340, 26, 34, 22, 16, 24, 600, 6
COLORS = ("#005ea2", "#b50909", "#00687d", "#8168b3", "#936f38", "#4d8055", "#a23737", "#3d4551")
FONT = "Public Sans, Source Sans Pro, Arial, sans-serif"
INK, PAPER, TINT, GRAY = "#1b1b1b", "#ffffff", "#eff6fb", "#565c65"


@dataclass
class Box:
    """The box of one state: its position, and the rows of the steps that leave it."""

    state: str
    label: str
    is_final: bool
    top: int
    rows: list[Arrow] = field(default_factory=list)

    @property
    def entrance(self) -> int:
        """The height at which arrows arrive."""
        return self.top + HEADER // 2

    @property
    def height(self) -> int:
        """How high the box is."""
        return HEADER + ROW * len(self.rows) + (8 if self.rows else 0)

    def row_at(self, number: int) -> int:
        """The height of the middle of a row."""
        return self.top + HEADER + ROW * number + ROW // 2


def svg(model: type[Stateful]) -> str:
    """Return the machine as an SVG document with a title and a description in words."""
    boxes = _boxes(model)
    lanes = _lanes(boxes)
    right = MARGIN + BOX + LANE * (max(lanes.values(), default=0) + 2)
    bottom = max(box.top + box.height for box in boxes.values())
    creations = list(creations_of(model).values())
    longest = max((len(_beginning(model, one)) for one in creations), default=0)
    width, height = max(right + MARGIN, LEAST_WIDTH, 3 * MARGIN + LETTER * longest), bottom + 64
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" font-size="14" '
        f'font-family="{FONT}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<title id="title">{escape(name_of(model))}: states and steps</title>',
        f'<desc id="desc">{escape(in_sentences(model))}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
    ]
    parts += [line for number, box in enumerate(boxes.values()) for line in _lines(box, boxes, lanes, number)]
    parts += [line for box in boxes.values() for line in _box(box)]
    first = boxes[initial_state(model)]
    parts.append(_start(first))
    for number, creation in enumerate(reversed(creations)):
        y, text = first.top - 18 - ROW * number, escape(_beginning(model, creation))
        parts.append(f'<text x="{MARGIN + 42}" y="{y}" fill="{INK}" font-size="12">{text}</text>')
    legend = (
        "Dashed: taken by the clock alone.  Double frame: final.  Steps that keep the state are not drawn."
    )
    parts.append(f'<text x="{MARGIN}" y="{bottom + 40}" fill="{GRAY}" font-size="12">{legend}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def in_sentences(model: type[Stateful]) -> str:
    """Return the whole drawing in words, for people who cannot see it."""
    labels = states_of(model)
    first = labels[initial_state(model)]
    sentences = [f"It begins as {first}."]
    sentences += [f"“{one.label}” ({begins(model, one)}) creates it." for one in creations_of(model).values()]
    for arrow in arrows(model):
        sentences.append(
            f"From {labels[arrow.source]}, “{arrow.step.label}” ({who(arrow.step)}) leads to {labels[arrow.target]}."
        )
    ends = [label for state, label in labels.items() if state in final_states(model)]
    return " ".join([*sentences, f"Final: {', '.join(ends)}." if ends else "No state is final."])


def layers(model: type[Stateful]) -> dict[str, int]:
    """Return the layer of each state: the length of the longest path to it that visits no state twice."""
    ways: dict[str, list[str]] = {state: [] for state in states_of(model)}
    for arrow in arrows(model):
        ways[arrow.source].append(arrow.target)
    depth = dict.fromkeys(ways, 0)
    back = _ways_back(initial_state(model), ways)
    for _ in ways:  # enough rounds for the longest way there can be
        for source, targets in ways.items():
            for target in targets:
                if (source, target) not in back:
                    depth[target] = max(depth[target], depth[source] + 1)
    return depth


def _ways_back(start: str, ways: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Return the moves that close a loop, found by walking through the machine once."""
    back: set[tuple[str, str]] = set()
    done: set[str] = set()

    def walk(state: str, path: tuple[str, ...]) -> None:
        for target in ways[state]:
            if target in (*path, state):
                back.add((state, target))
            elif target not in done:
                walk(target, (*path, state))
        done.add(state)

    for state in (start, *ways):
        if state not in done:
            walk(state, ())
    return back


def _boxes(model: type[Stateful]) -> dict[str, Box]:
    labels, final, depth = states_of(model), final_states(model), layers(model)
    boxes: dict[str, Box] = {}
    top = MARGIN + 20 + ROW * max(len(model.CREATIONS) - 1, 0)
    for state in sorted(labels, key=lambda state: (state in final, depth[state])):
        rows = [arrow for arrow in arrows(model) if arrow.source == state]
        boxes[state] = box = Box(state, labels[state], state in final, top, rows)
        top += box.height + GAP
    return boxes


def _lanes(boxes: dict[str, Box]) -> dict[str, int]:
    """Return the lane in which the lines to each state run; lanes whose lines would touch are different ones."""
    spans: dict[str, tuple[int, int]] = {}
    for box in boxes.values():
        for number, arrow in enumerate(box.rows):
            target = boxes[arrow.target].entrance
            low, high = spans.get(arrow.target, (target, target))
            spans[arrow.target] = (min(low, box.row_at(number)), max(high, box.row_at(number)))
    lanes: dict[str, int] = {}
    for state, (low, high) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        taken = {
            lanes[other]
            for other, (other_low, other_high) in spans.items()
            if other in lanes and low <= other_high and other_low <= high
        }
        lanes[state] = next(lane for lane in range(len(spans) + 1) if lane not in taken)
    return lanes


def _lines(box: Box, boxes: dict[str, Box], lanes: dict[str, int], number: int) -> list[str]:
    """Return the lines that end in one state, and the arrow with which they arrive."""
    edge, color = MARGIN + BOX, COLORS[number % len(COLORS)]
    lines = []
    for other in boxes.values():
        for place, arrow in enumerate(other.rows):
            if arrow.target != box.state:
                continue
            lane, start = edge + LANE * (lanes[box.state] + 1), other.row_at(place)
            dashes = ' stroke-dasharray="5 4"' if arrow.is_clocks else ""
            lines.append(
                f'<path d="M{edge} {start}H{lane}V{box.entrance}H{edge + 8}" fill="none" stroke="{color}" '
                f'stroke-width="1.5" stroke-linejoin="round"{dashes}/>'
            )
            lines.append(f'<circle cx="{lane}" cy="{start}" r="2.5" fill="{color}"/>')
    if lines:
        y = box.entrance
        lines.append(f'<path d="M{edge + 1} {y}l9 -5v10z" fill="{color}"/>')
    return lines


def _box(box: Box) -> list[str]:
    """Return a state's box with a row for each step that leaves it."""
    parts = [
        f'<rect x="{MARGIN}" y="{box.top}" width="{BOX}" height="{box.height}" rx="4" fill="{PAPER}" stroke="{INK}" '
        'stroke-width="1.5"/>',
        f'<rect x="{MARGIN + 1}" y="{box.top + 1}" width="{BOX - 2}" height="{HEADER - 2}" rx="3" fill="{TINT}"/>',
        f'<text x="{MARGIN + 12}" y="{box.top + 22}" font-weight="bold" fill="{INK}">{escape(box.label)}</text>',
    ]
    if box.is_final:
        parts.append(
            f'<rect x="{MARGIN - 4}" y="{box.top - 4}" width="{BOX + 8}" height="{box.height + 8}" rx="6" fill="none" '
            f'stroke="{INK}" stroke-width="1.5"/>'
        )
    for number, arrow in enumerate(box.rows):
        y = box.row_at(number) + 5
        label = escape(arrow.step.label)
        parts.append(f'<text x="{MARGIN + BOX - 12}" y="{y}" text-anchor="end" fill="{INK}">{label}</text>')
    return parts


def _beginning(model: type[Stateful], creation: Creation) -> str:
    """Return what stands beside the arrow at which everything begins."""
    return f"{creation.label} ({begins(model, creation)})"


def _start(box: Box) -> str:
    """Return the dot at which everything begins."""
    x = MARGIN + 28
    return (
        f'<circle cx="{x}" cy="{box.top - 26}" r="6" fill="{INK}"/>'
        f'<path d="M{x} {box.top - 20}V{box.top - 8}" stroke="{INK}" stroke-width="1.5"/>'
        f'<path d="M{x} {box.top}l-5 -9h10z" fill="{INK}"/>'
    )
