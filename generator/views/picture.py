"""Pictures of ways between release lines, laid out for SVG: majors across, distributions down, each tool a line of its own.

Inside a column a tool is a lane right of the boxes, as on a map of underground lines: whoever it takes joins the lane, and it
ends with an arrow at its target. Between columns it is a line from box to box. All lengths are in user units of the SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import uris
from generator.graph import Hop, Line
from generator.model import Distribution
from generator.plan import Planner, Route
from generator.values import version_key

BOX_WIDTH, BOX_HEIGHT = 138, 46
ROW_HEIGHT, HEAD, MARGIN = 72, 30, 6
LANE, LANE_START, GAP = 15, 18, 52
# How many characters a line of a box holds.
LINE_LENGTH = 18
# How many lines have a colour of their own; they have a number in any case.
COLOURS = 8


@dataclass(frozen=True)
class BoxView:
    """A release line: the left upper corner, name, end of support if that is over, and where it leads."""

    x: float
    y: float
    name: str
    major: str
    ended: str | None
    uri: str | None

    @property
    def first(self) -> str:
        """The first line of its name."""
        return self._lines[0]

    @property
    def second(self) -> str:
        """The second line of its name; nothing if it fits on one."""
        return self._lines[1]

    @property
    def _lines(self) -> tuple[str, str]:
        words = self.name.split()
        count = next((end for end in range(len(words), 0, -1) if len(" ".join(words[:end])) <= LINE_LENGTH), 1)
        return " ".join(words[:count]), " ".join(words[count:])


@dataclass(frozen=True)
class WayView:
    """One edge as a path. `colour` tells tools apart, `number` too."""

    path: str
    title: str
    number: int
    colour: int
    is_ended: bool


@dataclass(frozen=True)
class NumberView:
    """The number of a tool, at its line."""

    number: int
    colour: int
    x: float
    y: float


@dataclass(frozen=True)
class ToolView:
    """A tool in the legend."""

    number: int
    colour: int
    name: str
    uri: str
    summary: str


@dataclass(frozen=True)
class PictureView:
    """A picture: its size, the majors across (x, text), boxes, ways, their numbers, and the tools in the order of these."""

    width: float
    height: float
    columns: tuple[tuple[float, str], ...]
    boxes: tuple[BoxView, ...]
    ways: tuple[WayView, ...]
    numbers: tuple[NumberView, ...]
    tools: tuple[ToolView, ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT

    @property
    def is_linked(self) -> bool:
        """Whether boxes lead somewhere."""
        return any(box.uri for box in self.boxes)

    @property
    def has_ended(self) -> bool:
        """Whether a way of it is no longer offered."""
        return any(way.is_ended for way in self.ways)


def draw_map(planner: Planner, anchors: Mapping[Line, str]) -> PictureView:
    """Draw every line and every way in place; `anchors` are the addresses that boxes lead to."""
    hops = [hop for hops in planner.hops.values() for hop in hops if not hop.is_reinstall]
    lines = {line for hop in hops for line in (hop.start, hop.end)}
    return _Picture(planner, lines, hops, anchors).draw()


def draw_route(route: Route, planner: Planner) -> PictureView:
    """Draw one route."""
    lines = {line for hop in route.hops for line in (hop.start, hop.end)}
    return _Picture(planner, lines, route.hops, {}).draw()


class _Picture:
    def __init__(
        self, planner: Planner, lines: Iterable[Line], hops: Sequence[Hop], anchors: Mapping[Line, str]
    ) -> None:
        self.planner = planner
        self.anchors = anchors
        found = sorted(lines, key=lambda line: (line.distribution, version_key(line.major)))
        self.lines = found
        names = {one.id: place for place, one in enumerate(_in_page_order(planner))}
        self.rows = {
            name: row
            for row, name in enumerate(sorted({line.distribution for line in found}, key=lambda one: names.get(one, 0)))
        }
        self.majors = sorted({line.major for line in found}, key=lambda one: (version_key(one), one))
        tools = dict.fromkeys(hop.tool_id for hop in hops)
        self.numbers = {name: number for number, name in enumerate(sorted(tools) if len(tools) > 1 else tools, 1)}
        self.hops = hops
        # A lane for each tool and target inside a column.
        self.lanes: dict[str, list[tuple[str, Line]]] = {major: [] for major in self.majors}
        for hop in sorted(hops, key=lambda one: (self.numbers[one.tool_id], str(one.end))):
            if hop.start.major == hop.end.major and (key := (hop.tool_id, hop.end)) not in self.lanes[hop.end.major]:
                self.lanes[hop.end.major].append(key)
        self.lefts: dict[str, float] = {}
        left = float(MARGIN)
        for major in self.majors:
            self.lefts[major] = left
            lanes = len(self.lanes[major])
            left += BOX_WIDTH + (LANE_START + lanes * LANE if lanes else 0) + GAP
        self.width = left - GAP + MARGIN

    def draw(self) -> PictureView:
        judge = self.planner.judge
        boxes = tuple(
            BoxView(
                self.lefts[line.major],
                self._top(line),
                self.planner.dataset.distributions[line.distribution].name,
                line.major,
                str(self.planner.end_of_life(line)) if self.planner.has_ended(line) else None,
                self.anchors.get(line),
            )
            for line in self.lines
        )
        tools = self.planner.dataset.tools
        legend = tuple(
            ToolView(number, number % COLOURS, tools[name].name, uris.tool(name), tools[name].summary)
            for name, number in self.numbers.items()
        )
        ways: list[WayView] = []
        numbers: list[NumberView] = []
        used: dict[tuple[Line, Line], int] = {}
        for hop in self.hops:
            title = f"{hop.tool.name}: {judge.name(hop.start)} to {judge.name(hop.end)}, {hop.edge.status.replace('-', ' ')}"
            number = self.numbers[hop.tool_id]
            if hop.start.major == hop.end.major:
                path = self._lane(hop)
            else:
                place = used.get((hop.start, hop.end), 0)
                used[hop.start, hop.end] = place + 1
                path, x, y = self._across(hop, place)
                numbers.append(NumberView(number, number % COLOURS, round(x, 1), round(y, 1)))
            is_ended = hop.edge.status == "ended" or bool(hop.edge.ended and hop.edge.ended <= self.planner.today)
            ways.append(WayView(path, title, number, number % COLOURS, is_ended))
        ways.sort(key=lambda way: way.is_ended)
        height = HEAD + len(self.rows) * ROW_HEIGHT - (ROW_HEIGHT - BOX_HEIGHT) + MARGIN
        columns = tuple((self.lefts[major] + BOX_WIDTH / 2, major) for major in self.majors)
        numbers += self._lane_numbers()
        return PictureView(self.width, height, columns, boxes, tuple(ways), tuple(numbers), legend)

    def _lane_numbers(self) -> Iterator[NumberView]:
        """Yield the number of each lane: halfway along it, between two boxes."""
        for major, lanes in self.lanes.items():
            for place, (tool, end) in enumerate(lanes):
                tops = [self._top(hop.start) for hop in self.hops if (hop.tool_id, hop.end) == (tool, end)]
                middle = (min([*tops, self._top(end)]) + max([*tops, self._top(end)])) / 2
                gap = HEAD + (middle - HEAD) // ROW_HEIGHT * ROW_HEIGHT + (BOX_HEIGHT + ROW_HEIGHT) / 2
                number = self.numbers[tool]
                x = self.lefts[major] + BOX_WIDTH + LANE_START + place * LANE
                yield NumberView(number, number % COLOURS, x, gap)

    def _top(self, line: Line) -> float:
        return HEAD + self.rows[line.distribution] * ROW_HEIGHT

    def _lane(self, hop: Hop) -> str:
        """Return the path of a way inside a column."""
        lanes = self.lanes[hop.end.major]
        place = lanes.index((hop.tool_id, hop.end))
        right = self.lefts[hop.end.major] + BOX_WIDTH
        lane = right + LANE_START + place * LANE
        # Each lane meets the boxes at a height of its own, in their upper part: ways to other columns leave below.
        offset = 5 + place * (BOX_HEIGHT / 2 - 5) / max(1, len(lanes) - 1) if len(lanes) > 1 else BOX_HEIGHT / 3
        start, end = self._top(hop.start) + offset, self._top(hop.end) + offset
        return f"M{right:g} {start:.1f}H{lane:g}V{end:.1f}H{right + 4:g}"

    def _across(self, hop: Hop, place: int) -> tuple[str, float, float]:
        """Return the path of a way to another column, and where its number stands."""
        goes_right = self.lefts[hop.start.major] < self.lefts[hop.end.major]
        left = self.lefts[hop.start.major] + (BOX_WIDTH if goes_right else 0)
        right = self.lefts[hop.end.major] + (0 if goes_right else BOX_WIDTH)
        tip = right - 4 if goes_right else right + 4
        start = self._top(hop.start) + BOX_HEIGHT - 6 - place * 6
        end = self._top(hop.end) + BOX_HEIGHT - 6 - place * 6
        near = tip - 16 if goes_right else tip + 16
        number = near - place * 13 if goes_right else near + place * 13
        if start == end:
            return f"M{left:g} {start:g}H{tip:g}", number, start
        # Past the lanes of its own column first, then down or up to the other row.
        turn = right - GAP if goes_right else right + GAP
        middle = (turn + near) / 2
        path = f"M{left:g} {start:g}H{turn:g}C{middle:g} {start:g} {middle:g} {end:g} {near:g} {end:g}H{tip:g}"
        return path, number, end


def _in_page_order(planner: Planner) -> list[Distribution]:
    return [one for _, members in planner.dataset.by_family for one in members]
