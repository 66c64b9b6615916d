"""Shell blocks of migration steps: whether bash can read them, and what in them is dangerous.

The lists are of what the common tools of Linux document: options that act without asking, and programs that overwrite.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache

# The words of one command up to what ends it; what is quoted ends nothing.
_WORDS = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\\.|>&|&[\d>]|[^\n|;&"'\\])*"""
# What may stand before the name of a command: sudo and its like, their options, variables, words of the shell.
_PREFIX = (
    r"(?:(?:sudo|env|exec|nohup|command|time|xargs|then|do|else|if|elif|while|until|!|timeout\s+\S+|-u\s+\w+|-\S+|\w+=\S*)\s+)*"
    r"(?:/\S*/)?"
)
_PIPE = r"\|(?!\|)&?"
_END = r"(?=[\s;&|()<>\"'`]|$)"

_YES = r"(?:\s-[a-zA-Z]*y[a-zA-Z]*(?=\s|$)|\s--assumeyes\b)"
_REMOVE = r"\s(?:remove|rm|erase|autoremove|swap|undo|rollback)(?=\s|$)"
_MANAGER = r"\b(?:dnf5?|yum)\b"
# What destroys, or answers for the person, with what a reader should be told of it.
DESTRUCTIVE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), told)
    for pattern, told in (
        (
            r"(?<![-\w.])rm\s(?:[^\n|;&]*\s)?(?:-[a-zA-Z]*[rRf][a-zA-Z]*|--recursive|--force)(?=\s|$)",
            "rm with -r or -f deletes without asking",
        ),
        (r"\bfind\s[^\n|;]*\s-delete\b", "find -delete deletes without asking"),
        (r"--nodeps\b", "--nodeps ignores what packages need"),
        (r"--allowerasing\b", "--allowerasing removes packages that stand in the way"),
        (r"\bprotected_packages\s*=", "it lifts the protection of packages that a system needs"),
        (r"\b(?:mkfs(?:\.\w+)?|mke2fs|mkswap)\s+[-/\"'$\w]", "it makes a file system anew"),
        (
            (
                r"\bwipefs\s[^\n|;&]*(?<=\s)(?:-\w*a|--all|-o|--offset)"
                r"|\b(?:blkdiscard|shred|(?:lv|vg|pv)remove)\s+[-/\"'$\w]|\bluksFormat\b|\bsgdisk\s[^\n|;&]*(?:-\w*[zZ]|--zap)"
                r"|\bparted\s[^\n|;&]*\b(?:mklabel|mktable|rm)\b"
            ),
            "it wipes a device or a volume",
        ),
        (r"\bdd\s[^\n|;&]*\bof=[\"']?/dev/(?!null\b|stdout\b)", "dd overwrites a device"),
        (rf"{_MANAGER}[^\n|;&]*{_YES}[^\n|;&]*{_REMOVE}", "-y removes without asking"),
        (rf"{_MANAGER}[^\n|;&]*{_REMOVE}[^\n|;&]*{_YES}", "-y removes without asking"),
        (rf"\bpackage-cleanup\b[^\n|;&]*{_YES}", "-y removes without asking"),
        (
            rf"(?:^\s*|[;&(]\s+|\b(?:then|do|else|sudo|echo)\s+)['\"]?(?:yes|y)\b['\"]?(?:\s+[^\s|;&]+)?\s*{_PIPE}\s*\w",
            "yes answers every question",
        ),
        (r"\brpm\s[^\n|;&]*--(?:noscripts|force|justdb|replacefiles)\b", "rpm is told not to check"),
        (
            r"\bgrub2?-install\b|\befibootmgr\b[^\n|;&]*\s(?:-\w*B\w*|--delete-bootnum)|\bgrubby\b[^\n|;&]*--remove-kernel",
            "it changes how the machine starts",
        ),
        (
            r"\bsed\s+(?:-\w+\s+)*(?:-[a-zA-Z]*i|--in-place)\s[^\n]*?[/|,$\dI!]\s*d(?=[\s'\";}]|$)",
            "sed deletes lines of a file",
        ),
    )
)
_FETCHES, _INSTALLS = r"(?:curl|wget)", r"(?:dnf5?|yum|rpm|yum-config-manager)"
# An address that is a word of its own, not the value of an option.
_ADDRESS = re.compile(r"(?:\s|--add-repo=)[\"']?(?:https?|ftp)://")
_INSTALLS_FILE = re.compile(r"\s(?:-(?!\w*[qVKe])\w*[iUF]\w*|--install|--upgrade|--freshen)\s")
_SHA = r"(?:224|256|384|512)"
_CHECKS = re.compile(
    rf"\bsha{_SHA}sum\b|\bshasum\s+-a\s*{_SHA}\b|\bopenssl\s+dgst\s[^\n]*-sha{_SHA}\b"
    r"|\bgpg2?\s[^\n]*(?:--verify\b|\.sig\b)|\bgpgv2?\b|\brpm(?:keys)?\s(?:[^\n|;&]*\s)?(?:-\w*K|--checksig)|\bcosign\s+verify"
    r"|\blocalpkg_gpgcheck\s*=\s*(?:1|[Tt]rue|yes)\b"
)
# What turns the checks off that a package manager or a connection would make by itself.
_SKIPS = re.compile(
    r"^(?![^\n]*\bgrep\b)[^\n]*(?:--nogpgcheck\b|--no-gpg-checks?\b|--nosignature\b|--no-check-certificate\b"
    r"|\bcurl(?=\s)[^\n|;&]*\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|$)|\b(?<!localpkg_)gpgcheck\s*=\s*(?:0|[Ff]alse|no)\b)",
    re.MULTILINE,
)
_SHELL = rf"(?:(?:ba|da|z|k)?sh{_END}(?!\s+-\w*c\b)|(?:python[\d.]*|perl|ruby|node|php)(?=\s+-(?:\s|$)|\s*(?:$|[;&|)>\"'`])))"
_PIPED = re.compile(rf"\b{_FETCHES}\b{_WORDS}(?:{_PIPE}{_WORDS})*?{_PIPE}\s*{_PREFIX}{_SHELL}", re.MULTILINE)
_SUBSTITUTED = re.compile(
    rf"(?:\b(?:(?:ba|da|z|k)?sh|source|python[\d.]*|perl)\s+(?:-\S+\s+)*|(?:^|[;&|(])\s*\.\s+)<\(\s*{_PREFIX}{_FETCHES}\b"
    rf"|\b(?:(?:ba|da|z|k)?sh\s+(?:-\S+\s+)*-\w*c|eval)\s+[\"']?(?:\$\(|`)\s*{_PREFIX}{_FETCHES}\b",
    re.MULTILINE,
)
_PLAIN = re.compile(r"(?<!proxy=)(?<!proxy )(?<!-x )((?:http|ftp)://[^\s'\"|]+)")
_PLAIN_REPOSITORY = re.compile(
    r"^\s*(?:baseurl|mirrorlist|metalink|gpgkey)\s*=\s*((?:http|ftp)://\S+)"
    # What sed puts in the place of something.
    r"|\bs([|,#@!])(?:(?!\2)[^\n])*\2(?:(?!\2)[^\n])*?((?:http|ftp)://(?:(?!\2)[^\s'\"])+)",
    re.MULTILINE,
)
_OWN = re.compile(
    r"\w+://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.\d+\.\d+|metadata\.google\.internal)(?=[:/]|$)"
)
# What only a reader could fill in: <name>, YOUR_..., example domains. `<<EOF` and `<file` are the shell's own.
_NAME = r"<[A-Za-z](?:[\w .-]*\w)?>(?![^<\n]*</)"
_GUESS = re.compile(
    rf"(?<![<\w?]){_NAME}(?=[\s;)]|$)|(?<=[/=:@.-]){_NAME}"
    r"|\bYOUR[A-Z]+\b|\b(?i:your)[-_]\w+|\bCHANGE_?ME\b|\bexample\.(?:com|org|net)\b|/dev/(?:[shv]d|xvd)[XY]\b",
    re.MULTILINE,
)
# These are looked for by some tools as well: `grep '<name>'`, `mktemp x.XXXXXX`.
_GUESS_BUT_NOT_BY = (
    (re.compile(rf"(?<=[\"']){_NAME}(?=[\"'])"), re.compile(r"\b(?:e?grep|sed|awk|perl|xml\w+)\b")),
    (re.compile(r"\bX{3,}\b"), re.compile(r"\bmktemp\b")),
)
# Keys of repositories are compared with those that are installed, not checked themselves.
_KEY_FILE = re.compile(r"(?:GPG-KEY|gpg-?key)", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_TOKEN = re.compile(r"\\.|\"(?:\\.|[^\"\\])*\"|'[^']*'|((?<![^\s;&|(])#[^\n]*)|.", re.DOTALL)
# Bash reads this as two comments, unless a quote or a bracket above them is still open: then it is a mistake.
_BETWEEN = "# ' ) ;;\n# \" ) ;;\n# ` ) ;;\n"


@cache
def syntax_error(block: str) -> str | None:
    """Return what bash cannot read in a block; None if it can, or if there is no bash."""
    bash = shutil.which("bash")
    if bash is None:
        return None
    plain = {**os.environ, "LC_ALL": "C"}  # else it speaks the reader's language, or of a language that is not there
    done = subprocess.run(  # noqa: S603
        [bash, "-n"], input=block, capture_output=True, text=True, check=False, timeout=10, env=plain
    )
    if done.returncode == 0 and not done.stderr:
        return None
    told = done.stderr.strip().splitlines()
    return re.sub(r"^\S*bash: ", "", told[0]) if told else "bash cannot read it"


def syntax_errors(blocks: Iterable[str]) -> dict[str, str]:
    """Return the blocks that bash cannot read, with what it says.

    All are read at once, each as the body of a function; only when that fails, one by one. A block that could close the function
    itself, or reach into the next one, is read alone.
    """
    wanted = sorted(set(blocks))
    together = [block for block in wanted if not re.search(r"(?:^|[\s;&|)])\}|<<", block)]
    alone = set(wanted) - set(together)
    text = "".join(f"f{number}() {{ :\n{block}\n{_BETWEEN}}}\n" for number, block in enumerate(together))
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
    code = without_comments(block)
    found = [one for _, words, _ in _calls(code, rf"{_FETCHES}|{_INSTALLS}|git") for one in _PLAIN.findall(words)]
    found += [one or other for one, _, other in _PLAIN_REPOSITORY.findall(code)]
    return [one for one in dict.fromkeys(found) if not _OWN.match(one)]


def is_unchecked_download(block: str, verify: str = "") -> bool:
    """Return whether a block writes a download to a file and nothing checks its signature or checksum.

    Packages that dnf or yum fetch from a repository are checked by them, unless they are told not to; an rpm installed from an
    address is a download.
    """
    code = without_comments(block)
    is_fetched = any(
        _writes(name, words, pipes) if name in {"curl", "wget"} else _installs(name, words)
        for name, words, pipes in _calls(code, rf"{_FETCHES}|{_INSTALLS}")
        if not _KEY_FILE.search(words)
    )
    is_unchecked = is_fetched or bool(_SKIPS.search(code))
    return is_unchecked and not _CHECKS.search(code) and not _CHECKS.search(without_comments(verify))


def _calls(code: str, names: str) -> Iterator[tuple[str, str, str]]:
    """Yield the calls of some programs: name, words, and what the output is piped into."""
    begin = rf"(?:^|[|;&(){{}}`\"'])\s*{_PREFIX}"
    pattern = rf"{begin}({names})(?=\s|$)({_WORDS})(?=((?:{_PIPE}{_WORDS})*))"
    yield from re.findall(pattern, code, re.MULTILINE)


def _installs(name: str, words: str) -> bool:
    """Return whether a call of a package manager installs from an address."""
    return bool(_ADDRESS.search(words)) and (name != "rpm" or bool(_INSTALLS_FILE.search(words)))


def _writes(name: str, words: str, pipes: str) -> bool:
    """Return whether a call of curl or wget keeps what it downloads: to show it, or only ask for it, does not."""
    if name == "wget":
        is_shown = re.search(r"\s-\w*O\s*(?:-|/dev/null)(?=\s|$)|--output-document=-(?=\s|$)", words)
        if "--spider" not in words and not is_shown:
            return bool(re.search(r"\s[^-\s<>&]", words))
    # Options that take a value may have an o in it: -XPOST.
    elif re.search(
        r"\s(?:-[#0-9aBfgGiIjJklLMnNpqRsSvV]*(?:O|o(?!\s*[\"']?/dev/null))|--output[= ](?!/dev/null)|--remote-name)",
        words,
    ):
        return True
    after = _QUOTED.sub("''", words + pipes)
    return bool(
        re.search(r"(?:(?<![\d<])|\b1)>(?![>&(]|\s*/dev/null)", after)
        or re.search(rf"{_PIPE}\s*{_PREFIX}(?:tee|tar|bsdtar|cpio|dd)\b", pipes)
    )


def guesses(block: str) -> list[str]:
    """Return the parts of a block that a reader would have to guess."""
    code = without_comments(block)
    found = [one[0] for one in _GUESS.finditer(code)]
    for pattern, tools in _GUESS_BUT_NOT_BY:
        found += [one[0] for line in code.splitlines() if not tools.search(line) for one in pattern.finditer(line)]
    return list(dict.fromkeys(found))


def without_comments(block: str) -> str:
    """Return a block without comments, each command on one line."""
    lines = "\n".join(line for line in block.splitlines() if not line.lstrip().startswith("#"))
    code = _TOKEN.sub(lambda found: "" if found[1] else found[0], lines)
    return re.sub(r"\\\n\s*", " ", code)
