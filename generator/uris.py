"""Where pages live. Published addresses are permanent: change a pattern only together with a redirect."""

from __future__ import annotations

HOME = "index.md"
COMPARISONS = "compare/index.md"
DECISIONS = "decide/index.md"
MIGRATIONS = "migrate/index.md"
DISTRIBUTIONS = "distributions/index.md"
LIFECYCLE = "lifecycle/index.md"
SOURCES = "data/sources.md"
EXAMINED = "examined/index.md"


def comparison(name: str) -> str:
    """Return the page of a comparison."""
    return f"compare/{name}.md"


def decision(name: str) -> str:
    """Return the page of a decision."""
    return f"decide/{name}.md"


def outcome(name: str, slug: str) -> str:
    """Return the page of one outcome of a decision."""
    return f"decide/{name}/{slug}.md"


def guide(start: str, start_major: str, end: str, end_major: str) -> str:
    """Return the page of a migration guide."""
    return f"migrate/{start}-{start_major}-to-{end}-{end_major}.md".lower()


def distribution(name: str) -> str:
    """Return the profile of a distribution."""
    return f"distributions/{name}.md"


def examined(name: str) -> str:
    """Return the page of an examined article."""
    return f"examined/{name}.md"
