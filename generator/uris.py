"""Where pages live. Published addresses are permanent: change a pattern only together with a redirect."""

from __future__ import annotations

HOME = "index.md"
COMPARISONS = "compare/index.md"
EVERYTHING = "compare/everything.md"
PICK = "compare/pick.md"
DECISIONS = "decide/index.md"
MIGRATIONS = "migrate/index.md"
EDGES = "migrate/edges.md"
TOOLS = "migrate/tools/index.md"
HAZARDS = "migrate/hazards/index.md"
DISTRIBUTIONS = "distributions/index.md"
LIFECYCLE = "lifecycle/index.md"
CRITERIA = "data/criteria/index.md"
SOURCES = "data/sources.md"
HEALTH = "data/health.md"
EXAMINED = "examined/index.md"


def comparison(name: str) -> str:
    """Return the page of a comparison."""
    return f"compare/{name}.md"


def pair(first: str, second: str) -> str:
    """Return the page of two distributions that nobody has curated; the ids in alphabetical order."""
    return f"compare/{first}-vs-{second}.md"


def topic(group: str) -> str:
    """Return the page of one group of criteria, all distributions side by side."""
    return f"compare/topics/{group}.md"


def decision(name: str) -> str:
    """Return the page of a decision."""
    return f"decide/{name}.md"


def outcome(name: str, slug: str) -> str:
    """Return the page of one outcome of a decision."""
    return f"decide/{name}/{slug}.md"


def guide(start: str, start_major: str, end: str, end_major: str) -> str:
    """Return the page of a migration guide."""
    return f"migrate/{start}-{start_major}-to-{end}-{end_major}.md".lower()


def guide_variant(start: str, start_major: str, end: str, end_major: str, variant: str) -> str:
    """Return the page of a migration guide for a kind of machine."""
    return guide(start, start_major, end, end_major).removesuffix(".md") + f"-{variant}.md"


def tool(name: str) -> str:
    """Return the page of a migration tool."""
    return f"migrate/tools/{name}.md"


def hazard(name: str) -> str:
    """Return the page of a hazard."""
    return f"migrate/hazards/{name}.md"


def distribution(name: str) -> str:
    """Return the profile of a distribution."""
    return f"distributions/{name}.md"


def examined(name: str) -> str:
    """Return the page of an examined article."""
    return f"examined/{name}.md"


def criterion(name: str) -> str:
    """Return the page of a criterion. Its id has no hyphen, so that no two share a page."""
    return f"data/criteria/{name.replace('_', '-')}.md"


def criteria_group(name: str) -> str:
    """Return where the list of criteria shows a group."""
    return f"{CRITERIA}#{name}"


def source_kind(kind: str) -> str:
    """Return the page of the sources of one kind."""
    return f"data/sources/{kind}.md"


def fact_anchor(criterion_id: str) -> str:
    """Return the anchor of a fact in a profile. Group ids are anchors there too, hence the prefix."""
    return f"fact-{criterion_id}"
