"""Shell blocks of migration steps: whether bash can read them, and what in them is dangerous.

The lists are of what the common tools of Linux document: options that act without asking, and programs that overwrite.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache

_YES, _REMOVE = r"(?:\s-y\b|--assumeyes)", r"\b(?:remove|erase|autoremove|swap)\b"
# What destroys, or answers for the person, with what a reader should be told of it.
DESTRUCTIVE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), told)
    for pattern, told in (
        (r"\brm\s+(?:-\w+\s+)*-\w*[rf]", "rm with -r or -f deletes without asking"),
        (r"--nodeps\b", "--nodeps removes what others need"),
        (r"--allowerasing\b", "--allowerasing removes packages that stand in the way"),
        (r"\b(?:mkfs|wipefs|mke2fs)\b", "it makes a file system anew"),
        (r"\bdd\s[^\n]*\bof=/dev/", "dd overwrites a device"),
        (rf"\b(?:dnf|yum)\b[^\n|;&]*{_YES}[^\n|;&]*{_REMOVE}", "-y removes without asking"),
        (rf"\b(?:dnf|yum)\b[^\n|;&]*{_REMOVE}[^\n|;&]*{_YES}", "-y removes without asking"),
        (r"\brpm\s+(?:-\w*e\w*|--erase)\b[^\n]*--(?:noscripts|force)", "rpm is told not to check"),
        (r"\bgrub2?-install\b|\befibootmgr\b[^\n]*(?:\s-B\b|--delete-bootnum)", "it changes how the machine starts"),
        (r"\bsed\s+(?:-\w+\s+)*-i\b[^\n]*\bd['\"]?\s", "sed deletes lines of a file"),
    )
)
_DOWNLOAD = re.compile(r"\b(?:curl|wget)\b[^\n]*")
_INSTALLS = re.compile(r"\b(?:dnf|yum|rpm)\b[^\n]*\bhttps?://")
_CHECKS = re.compile(
    r"\bsha(?:256|512)sum\b|\bgpgv?2?\b[^\n]*(?:--verify|\.asc|\.sig)|\bgpgv\b|\brpm\s+(?:-K|--checksig)|\brpmkeys\b[^\n]*(?:-K|--checksig)"
)
_PIPED = re.compile(r"\b(?:curl|wget)\b[^\n|]*\|\s*(?:\w+=\S+\s+)*(?:sudo\s+)?(?:env\s+)?(?:/\S*/)?(?:ba|da|z|k)?sh\b")
_SUBSTITUTED = re.compile(r"\b(?:ba|da|z|k)?sh\s+(?:-c\s+[\"']?\$\(|<\()\s*(?:curl|wget)\b")
_PLAIN = re.compile(
    r"\b(?:curl|wget|dnf|yum|rpm)\b[^\n]*?\b(http://[^\s'\"]+)|^\s*(?:baseurl|mirrorlist)=(http://\S+)", re.MULTILINE
)
# What only a reader could fill in: <name>, YOUR_..., example domains. `<<EOF` and `<file` are the shell's own.
_GUESS = re.compile(
    r"(?<![<\w])<[a-z][a-z0-9 _-]*>(?!\S)|\bYOUR[-_]?[A-Z]+\b|\bCHANGE_?ME\b|\bexample\.(?:com|org|net)\b|\bX{3,}\b",
    re.MULTILINE,
)
# Keys of repositories are compared with those that are installed, not checked themselves.
_KEY_FILE = re.compile(r"(?:GPG-KEY|gpg-?key)", re.IGNORECASE)


@cache
def syntax_error(block: str) -> str | None:
    """Return what bash cannot read in a block; None if it can, or if there is no bash."""
    bash = shutil.which("bash")
    if bash is None:
        return None
    done = subprocess.run([bash, "-n"], input=block, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    if done.returncode == 0 and not done.stderr:
        return None
    told = done.stderr.strip().splitlines()
    return re.sub(r"^\S*bash: ", "", told[0]) if told else "bash cannot read it"


def syntax_errors(blocks: Iterable[str]) -> dict[str, str]:
    """Return the blocks that bash cannot read, with what it says.

    All are read at once, each as the body of a function; only when that fails, one by one. A block that could close the function
    itself is read alone.
    """
    wanted = sorted(set(blocks))
    together = [block for block in wanted if not re.search(r"^\s*\}", block, re.MULTILINE)]
    alone = set(wanted) - set(together)
    text = "".join(f"f{number}() {{ :\n{block}\n}}\n" for number, block in enumerate(together))
    if text and syntax_error(text):
        alone |= set(together)
    return {block: told for block in sorted(alone) if (told := syntax_error(block))}


def has_bash() -> bool:
    """Return whether there is a bash to read blocks with."""
    return shutil.which("bash") is not None


def destroys(block: str) -> list[str]:
    """Return what in a block destroys or acts without asking, in words."""
    code = without_comments(block)
    return list(dict.fromkeys(told for pattern, told in DESTRUCTIVE if pattern.search(code)))


def pipes_into_shell(block: str) -> bool:
    """Return whether a block runs what it downloads before anybody could look at it."""
    code = without_comments(block)
    return bool(_PIPED.search(code) or _SUBSTITUTED.search(code))


def plain_addresses(block: str) -> list[str]:
    """Return the addresses that something is fetched from unencrypted; those on the machine itself need not be encrypted."""
    found = [one or other for one, other in _PLAIN.findall(without_comments(block))]
    return [one for one in found if not re.match(r"http://(?:localhost|127\.|\[::1\]|169\.254\.)", one)]


def is_unchecked_download(block: str, verify: str = "") -> bool:
    """Return whether a block writes a download to a file and nothing checks its signature or checksum.

    Packages that dnf or yum fetch from a repository are checked by them; an rpm installed from an address is a download.
    """
    code = without_comments(block)
    writes = [line for line in _DOWNLOAD.findall(code) if _writes(line)]
    fetched = [line for line in (*writes, *_INSTALLS.findall(code)) if not _KEY_FILE.search(line)]
    return bool(fetched) and not _CHECKS.search(code) and not _CHECKS.search(without_comments(verify))


def _writes(line: str) -> bool:
    """Return whether a call of curl or wget keeps what it downloads: to show it, or only ask for it, does not."""
    if line.startswith("wget"):
        return "--spider" not in line and not re.search(r"\s-\w*O\s*-", line)
    return bool(re.search(r"\s-\w*[oO]|--output|--remote-name|>", line)) and "/dev/null" not in line


def guesses(block: str) -> list[str]:
    """Return the parts of a block that a reader would have to guess."""
    return list(dict.fromkeys(_GUESS.findall(without_comments(block))))


def without_comments(block: str) -> str:
    """Return a block without the lines that are only comments."""
    return "\n".join(line for line in block.splitlines() if not line.lstrip().startswith("#"))
