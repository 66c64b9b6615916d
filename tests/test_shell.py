"""Shell blocks: what bash cannot read, what destroys, what nobody checked. Each pattern with what it must not hit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.shell import (
    DESTRUCTIVE,
    destroys,
    guesses,
    has_bash,
    is_unchecked_download,
    pipes_into_shell,
    plain_addresses,
    syntax_error,
    syntax_errors,
    without_comments,
)

# ---- what bash cannot read -------------------------------------------------------------------------------------------

SOUND = (
    "dnf upgrade -y",
    "if true; then\n  echo yes\nfi",
    'for f in *; do echo "$f"; done',
    "echo don\\'t",
    "say() {\n  echo hi\n}\nsay",
    "say() { echo hi; }; say",
    "cat <<'EOF'\n# it's \"text\"\n}\nEOF",
    "echo one \\\n  two",
    "ls # a comment with ' and `",
    "# only a comment",
    "rpm -qa --qf '%{NAME}\\n' | awk '{ print $1 }'",
    'echo ${HOME#/} $# "${x:-}}"',
    "case $x in a) ;; *) false ;; esac",
    "echo \\",
)
BROKEN = (
    "if true; then\n  echo yes",
    "echo 'it",
    'echo "it',
    "echo `ls",
    "echo $(ls",
    "echo ${x",
    "(ls",
    "fi",
    "done",
    "echo )",
    "cat <<EOF\ntext",
    "} ; echo out",
    "ls | | wc",
    "for f in a b; echo $f; done",
    "case x in",
    "[[ -e x",
    "say() { echo",
    "echo; }",
)


def test_there_is_a_bash_here():
    """Else the tests below would show nothing."""
    assert has_bash()


@pytest.mark.parametrize("block", SOUND)
def test_what_bash_can_read_is_no_error(block: str):
    assert (syntax_error(block), syntax_errors([block])) == (None, {})


@pytest.mark.parametrize("block", BROKEN)
def test_what_bash_cannot_read_is_an_error_alone_and_beside_others(block: str):
    told = syntax_error(block)
    assert told
    assert syntax_errors([block]) == {block: told}
    assert syntax_errors([*SOUND, block]) == {block: told}


def test_all_sound_blocks_are_read_at_once(monkeypatch: pytest.MonkeyPatch):
    read = []
    monkeypatch.setattr("generator.shell.syntax_error", read.append)
    assert syntax_errors(["a", "b", "c", "a"]) == {}
    assert [text.count("() {") for text in read] == [3]


def test_every_broken_block_is_told_with_its_own_mistake():
    assert syntax_errors([*SOUND, *BROKEN]) == {block: syntax_error(block) for block in BROKEN}


def test_no_blocks_have_no_errors():
    assert syntax_errors([]) == {}


@pytest.mark.parametrize(
    "blocks",
    [
        ("echo 'a", "echo b'"),
        ('echo "a', 'echo b"'),
        ("echo `a", "echo b`"),
        ("echo don't", "echo can't"),
        ("cat <<EOF\na", "cat <<EOF\nb\nEOF"),
        ("a() { echo", "echo; }"),
        ("if a; then", "fi"),
        ("echo $(a", "b)"),
        ("(a", "b)"),
        ("echo ${a", "b }"),
        ("echo ${a", "echo b}"),
        ("case x in", "x) ;; esac"),
        ("a &&", "echo 'b"),
    ],
)
def test_two_halves_are_no_whole(blocks: tuple[str, str]):
    """One block must not close what another one left open."""
    wrong = {block for block in blocks if syntax_error(block)}
    assert wrong
    assert set(syntax_errors(blocks)) == wrong


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(SOUND + BROKEN), min_size=2, max_size=6))
def test_read_together_is_read_alone(blocks: list[str]):
    assert syntax_errors(blocks) == {block: told for block in blocks if (told := syntax_error(block))}


def test_bash_speaks_english_whatever_the_reader_speaks(monkeypatch: pytest.MonkeyPatch):
    """A language that is not installed would be a warning of bash, on every block."""
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, "xx_YY.UTF-8")
    syntax_error.cache_clear()
    assert syntax_error("true # in no language") is None
    assert "syntax error" in (syntax_error("fi # in no language") or "")
    syntax_error.cache_clear()


def test_without_bash_nothing_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    syntax_error.cache_clear()
    assert (has_bash(), syntax_error("fi"), syntax_errors(["fi"])) == (False, None, {})
    syntax_error.cache_clear()


# ---- what destroys ---------------------------------------------------------------------------------------------------

RM = "rm with -r or -f deletes without asking"
FIND = "find -delete deletes without asking"
NODEPS = "--nodeps ignores what packages need"
ERASING = "--allowerasing removes packages that stand in the way"
PROTECTED = "it lifts the protection of packages that a system needs"
MKFS = "it makes a file system anew"
WIPE = "it wipes a device or a volume"
DD = "dd overwrites a device"
YES = "-y removes without asking"
ANSWERS = "yes answers every question"
RPM = "rpm is told not to check"
BOOT = "it changes how the machine starts"
SED = "sed deletes lines of a file"

DESTROYS = (
    ("rm -rf /var/lib/x", RM),
    ("rm -f x", RM),
    ("rm -R x", RM),
    ("rm -v -f x", RM),
    ("rm -vrf x", RM),
    ("rm --recursive x", RM),
    ("rm --force x", RM),
    ("rm /var/lib/x -rf", RM),
    ("sudo /bin/rm -f x", RM),
    ("ls | xargs rm -f", RM),
    ("rm \\\n  -rf x", RM),
    ("find / -name '*.rpmnew' -delete", FIND),
    ("rpm -e --nodeps x", NODEPS),
    ("rpm -Uvh --nodeps x.rpm", NODEPS),
    ("dnf upgrade --allowerasing", ERASING),
    ("dnf --setopt=protected_packages= remove x", PROTECTED),
    ("mkfs.xfs /dev/sda1", MKFS),
    ("mkfs -t ext4 /dev/sda1", MKFS),
    ("mke2fs /dev/sda1", MKFS),
    ('mkswap "$part"', MKFS),
    ("wipefs -a /dev/sda", WIPE),
    ("wipefs --all /dev/sda", WIPE),
    ("blkdiscard /dev/sda", WIPE),
    ("shred -u key", WIPE),
    ("lvremove -y vg/lv", WIPE),
    ("cryptsetup luksFormat /dev/sda2", WIPE),
    ("sgdisk --zap-all /dev/sda", WIPE),
    ("parted -s /dev/sda mklabel gpt", WIPE),
    ("dd if=image of=/dev/sda", DD),
    ("dd if=image \\\n  bs=1M of='/dev/sda'", DD),
    ("dnf -y remove x", YES),
    ("dnf remove -y x", YES),
    ("dnf5 remove -y x", YES),
    ("yum erase --assumeyes x", YES),
    ("yum -qy autoremove", YES),
    ("dnf swap -y a b", YES),
    ("dnf module remove x -y", YES),
    ("dnf history undo -y 5", YES),
    ("package-cleanup --oldkernels -y", YES),
    ("yes | dnf remove x", ANSWERS),
    ("cd / && yes '' | install.sh", ANSWERS),
    ("echo y|dnf remove x", ANSWERS),
    ('if true; then echo "yes" | passwd; fi', ANSWERS),
    ("rpm -e --noscripts x", RPM),
    ("rpm -Uvh --force x.rpm", RPM),
    ("rpm -e --justdb x", RPM),
    ("rpm -Uvh --replacefiles x.rpm", RPM),
    ("grub2-install /dev/sda", BOOT),
    ("grub-install /dev/sda", BOOT),
    ("efibootmgr -b 0001 -B", BOOT),
    ("efibootmgr -Bb 0001", BOOT),
    ("efibootmgr -b 0001 --delete-bootnum", BOOT),
    ("grubby --remove-kernel=/boot/vmlinuz-1", BOOT),
    ("sed -i '/^exclude/d' /etc/yum.conf", SED),
    ("sed -ri '/^exclude/d' /etc/yum.conf", SED),
    ("sed --in-place '$d' f", SED),
    ("sed -i 1,3d f", SED),
    ("sed -i -e 's/a/b/' -e '\\|x|d' f", SED),
    ("sed -i '/a/d;/b/s/c/e/' f", SED),
    ("sed -i '/a/!d' f", SED),
)
SPARES = (
    "rm file",
    "rm -i file",
    "rm -v /boot/vmlinuz-rescue-5.14",
    "rm old-file.conf",
    "podman run --rm -it --force-color image",
    "rpm -e name",
    "rpm -e --test name",
    "rpm -Uvh x.rpm",
    "rpm -V initscripts",
    "confirm -f",
    "find / -name '*.rpmnew'",
    "dnf remove x",
    "dnf -y upgrade",
    "dnf -y upgrade && dnf remove x",
    "dnf remove x; dnf -y upgrade",
    "dnf -y install autoremove-tools remove-x",
    "dnf remove --assumeno x",
    "dnf history list",
    "dnf remove my-y-x",
    "echo 'yes' > answer",
    "grep -qE '^PermitRootLogin (yes|prohibit-password)' f",
    "grep -E '^x = *(true|yes|1)' f",
    "grep yes f | wc -l",
    "yes || true",
    "cat /etc/mke2fs.conf",
    "command -v mkfs.xfs || dnf install xfsprogs",
    "wipefs /dev/sda",
    "lvs; vgs",
    "parted /dev/sda print",
    "dd if=/dev/sda of=/dev/null bs=1M",
    "dd if=/dev/sda of=mbr.bin count=1",
    "add of=/dev/sda",
    "efibootmgr -v",
    "grubby --info=ALL",
    "rpm -q grub2-tools",
    "sed '/^#/d' /etc/ssh/sshd_config",
    "sed -n '/x/p' f | grep -i d",
    "sed -i.bak '/^exclude/d' /etc/yum.conf",
    "sed -i 's/enabled=1/enabled=0/' /etc/yum.repos.d/x.repo",
    "sed -i 's|a|b|' /etc/cron.d/x",
    "sed -i 's/red/read d/' f",
    "# rm -rf /",
    "ls  # never rm -rf here",
    "ls # rm -rf / 'quoted'",
)


@pytest.mark.parametrize(("block", "told"), DESTROYS)
def test_what_destroys_is_told(block: str, told: str):
    assert told in destroys(block)


@pytest.mark.parametrize("block", SPARES)
def test_what_destroys_nothing_is_not_told(block: str):
    assert destroys(block) == []


def test_every_pattern_has_an_example():
    hits = [without_comments(block) for block, _ in DESTROYS]
    idle = [pattern.pattern for pattern, _ in DESTRUCTIVE if not any(map(pattern.search, hits))]
    assert idle == []
    assert {told for _, told in DESTRUCTIVE} == {told for _, told in DESTROYS}


def test_every_danger_is_told_once():
    assert destroys("dnf remove -y x\nyum -y remove z\nrm -rf x\nrm -f y") == [RM, YES]


# ---- what runs a download unseen -------------------------------------------------------------------------------------

PIPES = (
    "curl https://x.example/i | sh",
    "curl -fsSL https://x.example/i | bash",
    "curl -fsSL https://x.example/i | sudo bash",
    "curl -fsSL https://x.example/i | sudo -E bash -",
    "curl -fsSL https://x.example/i | sudo -u root bash -s -- --yes",
    "curl https://x.example/i | env A=1 bash",
    "curl https://x.example/i | A=1 sh",
    "curl https://x.example/i | /bin/sh",
    "curl 'https://x.example/i?a=1&b=2' | bash",
    "curl https://x.example/i 2>&1 | bash",
    "curl https://x.example/i | tee i.sh | bash",
    "curl https://x.example/i |\n  bash",
    "curl https://x.example/i \\\n  | bash",
    "curl https://x.example/i | python3",
    "curl https://x.example/i | python3 - --yes",
    "curl https://x.example/i | perl",
    "wget -qO- https://x.example/i | sh",
    "wget -O - https://x.example/i | zsh",
    "cd /tmp && curl https://x.example/i | bash",
    "bash <(curl -s https://x.example/i)",
    "bash -x <(curl -s https://x.example/i)",
    "sudo bash <(wget -qO- https://x.example/i)",
    "source <(curl -s https://x.example/i)",
    ". <(curl -s https://x.example/i)",
    'sh -c "$(curl -fsSL https://x.example/i)"',
    'bash -xc "$(sudo curl -fsSL https://x.example/i)"',
    "sh -c `curl https://x.example/i`",
    'eval "$(curl https://x.example/i)"',
    "ssh host 'curl https://x.example/i | bash'",
)
SHOWS = (
    "curl https://x.example/list | grep name",
    "curl https://x.example/list | sh-thing",
    "curl https://x.example/list | sha256sum -c -",
    "curl https://x.example/list | shasum",
    "curl https://x.example/list | ssh host cat",
    "curl https://x.example/list | python3 -m json.tool",
    "curl https://x.example/list | perl -ne 'print if /x/'",
    "curl https://x.example/list | sudo sh -c 'cat > /etc/list'",
    "curl https://x.example/list | sudo tee /etc/list",
    "curl -O https://x.example/i.sh; ls | bash",
    "curl -O https://x.example/i.sh && echo y | bash other.sh",
    "curl -O https://x.example/i.sh || bash other.sh",
    "curl -O 'https://x.example/a|sh'",
    "bash install.sh",
    "sh -c 'curl -O https://x.example/i'",
    "bash <(cat list)",
    "source /etc/os-release",
    'echo "$(curl https://x.example/version)"',
    "# curl https://x.example/i | sh",
    "ls # not: curl https://x.example/i | sh",
)


@pytest.mark.parametrize("block", PIPES)
def test_a_download_that_is_run_unseen_is_found(block: str):
    assert pipes_into_shell(block)


@pytest.mark.parametrize("block", SHOWS)
def test_a_download_that_is_only_shown_or_kept_is_run_by_nobody(block: str):
    assert not pipes_into_shell(block)


# ---- unencrypted addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("curl http://x.example/a", ["http://x.example/a"]),
        ("curl -O ftp://x.example/a", ["ftp://x.example/a"]),
        ("sudo wget 'http://x.example/a'", ["http://x.example/a"]),
        ("curl -o a http://x.example/a -o b http://x.example/b", ["http://x.example/a", "http://x.example/b"]),
        ("curl https://x.example/a; curl http://x.example/b", ["http://x.example/b"]),
        ("curl \\\n  http://x.example/a", ["http://x.example/a"]),
        ("dnf install -y http://x.example/a.rpm", ["http://x.example/a.rpm"]),
        ("yum-config-manager --add-repo http://x.example/a.repo", ["http://x.example/a.repo"]),
        ("rpm --import http://x.example/KEY", ["http://x.example/KEY"]),
        ("git clone http://x.example/a", ["http://x.example/a"]),
        ("cat > a.repo <<'EOF'\n[a]\nbaseurl=http://x.example/\nEOF", ["http://x.example/"]),
        ("cat > a.repo <<'EOF'\n[a]\nmirrorlist = http://x.example/\nEOF", ["http://x.example/"]),
        ("cat > a.repo <<'EOF'\n[a]\ngpgkey=http://x.example/KEY\nEOF", ["http://x.example/KEY"]),
        (
            "sed -i 's|#baseurl=http://mirror.example|baseurl=http://vault.example|g' /etc/yum.repos.d/*",
            ["http://vault.example"],
        ),
        ("curl http://localhost.x.example/", ["http://localhost.x.example/"]),
        ("curl http://127.x.example/", ["http://127.x.example/"]),
    ],
)
def test_an_unencrypted_address_is_found(block: str, found: list[str]):
    assert plain_addresses(block) == found


@pytest.mark.parametrize(
    "block",
    [
        "curl https://x.example/a",
        "curl http://localhost:9090/",
        "curl http://localhost",
        "curl http://127.0.0.1/health",
        "curl 'http://[::1]:80/'",
        "curl http://169.254.169.254/latest/meta-data/",
        "curl http://metadata.google.internal/computeMetadata/v1/",
        "curl --proxy http://proxy.example:3128 https://x.example/a",
        "curl -x http://proxy.example:3128 https://x.example/a",
        "dnf --setopt=proxy=http://proxy.example:3128 upgrade",
        "curl -O https://x.example/a; echo see http://x.example/",
        "grep -l http:// /etc/yum.repos.d/*.repo",
        "sed -i 's|#baseurl=http://mirror.example|baseurl=https://vault.example|' /etc/yum.repos.d/a.repo",
        "sed -i /etc/yum.repos.d/a.repo -e 's|http://a.example|https://b.example|'",
        "# curl http://x.example/a",
        "curl https://x.example/a # not http://x.example/a",
    ],
)
def test_other_addresses_are_not(block: str):
    assert plain_addresses(block) == []


# ---- downloads that nobody checks ------------------------------------------------------------------------------------

FETCHES = (
    "curl -o a.sh https://x.example/a.sh",
    "curl -fsSLo a.sh https://x.example/a.sh",
    'curl -o"$file" https://x.example/a.sh',
    "curl -O https://x.example/a.sh",
    "curl -fsSLO https://x.example/a.sh",
    "curl -O https://x.example/a.sh 2>/dev/null",
    "curl --output a.sh https://x.example/a.sh",
    "curl --remote-name https://x.example/a.sh",
    "curl https://x.example/a.sh > a.sh",
    "curl https://x.example/a.sh >> a.sh",
    "curl https://x.example/list | grep name > names",
    "curl https://x.example/a.repo | sudo tee /etc/yum.repos.d/a.repo",
    "curl -L https://x.example/a.tgz | tar xz",
    "curl https://x.example/list | xargs -n1 curl -O",
    "sudo curl -O https://x.example/a.sh",
    'for f in a b; do curl -O "https://x.example/$f"; done',
    "if ! curl -fO https://x.example/a.sh; then exit 1; fi",
    "timeout 60 curl -O https://x.example/a.sh",
    "wget https://x.example/a.sh",
    'wget "$url"',
    "wget -O a.sh https://x.example/a.sh",
    "wget -qO- https://x.example/a.sh > a.sh",
    "cd /tmp && wget -q https://x.example/a.sh",
    "dnf install -y https://x.example/a.rpm",
    "sudo yum localinstall 'https://x.example/a.rpm'",
    "dnf config-manager --add-repo https://x.example/a.repo",
    "dnf config-manager --add-repo=https://x.example/a.repo",
    "rpm -Uvh https://x.example/a.rpm",
    "rpm --install https://x.example/a.rpm",
    "dnf install --nogpgcheck a",
    "rpm -i --nosignature a.rpm",
    "curl -k https://x.example/list",
    "wget --no-check-certificate -qO- https://x.example/list",
    "cat > a.repo <<'EOF'\n[a]\ngpgcheck=0\nEOF",
    "curl -O https://x.example/RPM-GPG-KEY-a && curl -O https://x.example/a.rpm",
    "curl -O https://x.example/a.sh # sha256sum -c, some day",
    "# sha256sum -c sums\ncurl -O https://x.example/a.sh",
    "curl -O https://x.example/a.asc\ncurl -O https://x.example/a.tar\ngpg --import a.asc",
    "curl -O https://x.example/a.sh\nmd5sum -c sums",
)
KEEPS_NOTHING = (
    "curl https://x.example/list",
    'curl -s https://x.example/list | grep -o \'href="[^"]*">\'',
    "curl -s https://x.example/list 2>/dev/null",
    "curl -s https://x.example/list 2>&1",
    "curl -sI https://x.example/list",
    "curl -s -o /dev/null -w '%{http_code}' https://x.example/list",
    "curl -s https://x.example/list > /dev/null",
    "curl -XPOST https://x.example/api",
    "curl -s https://x.example/list >&2",
    "curl --version",
    "wget --spider https://x.example/list",
    "wget -qO- https://x.example/list",
    "wget -O - https://x.example/list | grep name",
    "wget -O /dev/null https://x.example/list",
    "wget --output-document=- https://x.example/list",
    "wget --version",
    "dnf install -y wget curl",
    "rpm -q wget",
    "command -v wget || dnf install -y wget",
    "dnf install -y a",
    "dnf install -y a | grep https://x.example/",
    "dnf --repofrompath=a,https://x.example/ install b",
    "dnf --setopt=a.baseurl=https://x.example/ install b",
    "dnf install ./a.rpm",
    "rpm -qip https://x.example/a.rpm",
    "rpm -qi a | grep 'URL.*https://'",
    "rpm --import https://x.example/a.asc",
    "rpm --import https://x.example/RPM-GPG-KEY-a",
    "curl -o /etc/pki/rpm-gpg/RPM-GPG-KEY-a https://x.example/RPM-GPG-KEY-a",
    "grep -l gpgcheck=0 /etc/yum.repos.d/*.repo",
    "echo repo_gpgcheck=0 >> a.repo",
    "# curl -O https://x.example/a.sh",
    "ls # curl -O https://x.example/a.sh",
)
CHECKS = (
    "sha256sum -c sums",
    "sha512sum --check sums",
    'echo "$sum a.sh" | sha256sum -c -',
    "shasum -a 256 -c sums",
    "gpg --verify a.sh.asc a.sh",
    "gpg2 --keyring ./k --verify a.sh.asc",
    "gpgv --keyring ./k a.sh.sig a.sh",
    "rpm -K a.rpm",
    "rpm -Kv a.rpm",
    "rpm -vK a.rpm",
    "rpm --checksig a.rpm",
    "rpmkeys --checksig a.rpm",
    "rpmkeys --dbpath k -K a.rpm",
    "dnf --setopt=localpkg_gpgcheck=1 install https://x.example/b.rpm",
)


@pytest.mark.parametrize("block", FETCHES)
def test_a_download_that_nothing_checks_is_found(block: str):
    assert is_unchecked_download(block)
    assert is_unchecked_download(block, "ls -l a.sh")


@pytest.mark.parametrize("block", KEEPS_NOTHING)
def test_what_keeps_nothing_needs_no_check(block: str):
    assert not is_unchecked_download(block)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_may_stand_in_the_block_or_in_its_verify(check: str):
    fetch = "curl -O https://x.example/a.sh"
    assert not is_unchecked_download(f"{fetch}\n{check}")
    assert not is_unchecked_download(fetch, check)


@pytest.mark.parametrize(
    "check", ["# sha256sum -c sums", "ls # rpm -K a.rpm", "md5sum -c sums", "gpg --import k.asc", "rpm -q a"]
)
def test_what_checks_nothing_is_no_check(check: str):
    assert is_unchecked_download("curl -O https://x.example/a.sh", check)


# ---- what a reader would have to guess -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("dnf install <package>", ["<package>"]),
        ("register --org <ORG_ID> --key <your key>", ["<ORG_ID>", "<your key>"]),
        ("register --org=<org>", ["<org>"]),
        ("curl https://x.example/<version>/a.rpm", ["<version>"]),
        ("dnf install a-<version>.rpm", ["<version>"]),
        ("ssh root@<host>", ["<host>"]),
        ('register --user "<user>"', ["<user>"]),
        ("ping <host name or address>", ["<host name or address>"]),
        ("(ping <host>); ping <host>", ["<host>"]),
        ("register --org YOUR_ORG --key YOURKEY", ["YOUR_ORG", "YOURKEY"]),
        ("ssh your-server", ["your-server"]),
        ("password=CHANGEME", ["CHANGEME"]),
        ("password=CHANGE_ME", ["CHANGE_ME"]),
        ("curl https://mirror.example.com/", ["example.com"]),
        ("dnf install a-XXX", ["XXX"]),
        ("fdisk -l /dev/sdX", ["/dev/sdX"]),
    ],
)
def test_what_is_left_to_guess_is_found(block: str, found: list[str]):
    assert guesses(block) == found


@pytest.mark.parametrize(
    "block",
    [
        "cat <<EOF\ntext\nEOF",
        "cat <<EOF> f\ntext\nEOF",
        "cat <<-'EOF' > f\ntext\nEOF",
        "sort <in >out",
        "sort <in > out",
        'while read -r x; do echo "$x"; done <list > out',
        "mysql < dump.sql > log",
        'tr a b <<< "$x"',
        "grep -P '(?<name>x)|(?P<name>y)' f",
        "grep '<name>' f.xml",
        "sed -i 's/\\<word\\>/x/' f",
        'echo "<b>done</b> & dusted"',
        'echo "<b> done </b>"',
        "diff <(ls a) <(ls b)",
        "[ 1 -lt 2 ] && (( 1 < 2 && 3 > 2 ))",
        "mktemp -d /tmp/x.XXXXXX",
        "ls /dev/sdx /dev/vda",
        "echo yourself",
        "ping <&0 >&1",
        "# dnf install <package>",
        "ls # of <package>",
    ],
)
def test_what_the_shell_reads_itself_is_no_guess(block: str):
    assert guesses(block) == []


# ---- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("# a\nls\n  # b", "ls"),
        ("ls # a", "ls "),
        ("ls;# a", "ls;"),
        ("echo a#b '# c' \"# d\" \\# $# ${x#y}", "echo a#b '# c' \"# d\" \\# $# ${x#y}"),
        ("echo 'it\n# is'", "echo 'it"),
        ("ls \\\n  -l", "ls  -l"),
        ("ls \\\n# a\n  -l", "ls  -l"),
    ],
)
def test_comments_are_left_out_and_commands_are_lines(block: str, code: str):
    assert without_comments(block) == code


def findings(block: str) -> tuple[object, ...]:
    return (
        destroys(block),
        pipes_into_shell(block),
        plain_addresses(block),
        is_unchecked_download(block),
        guesses(block),
    )


CLEAN = findings("")
DANGERS = [block for block, _ in DESTROYS if "\n" not in block] + [one for one in (*PIPES, *FETCHES) if "\n" not in one]
COMMENTS = st.sampled_from([*DANGERS, "curl http://x.example/", "dnf install <package>", "it's \"", "\\", "EOF"])


def is_whole(block: str) -> bool:
    """Whether every line of a block is a line of the shell, so that a comment may stand between any two."""
    return not any(above.endswith("\\") or "<<" in block for above, _ in pairwise([*block.splitlines(), ""]))


BLOCKS = [block for block in (*SOUND, *SPARES, *SHOWS, *KEEPS_NOTHING) if findings(block) == CLEAN]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(BLOCKS), st.lists(st.tuples(COMMENTS, st.integers(0, 5)), min_size=1, max_size=3))
def test_a_clean_block_never_becomes_reported_by_comment_lines(block: str, comments: list[tuple[str, int]]):
    lines = block.splitlines()
    for text, place in comments:
        lines.insert(min(place, len(lines)), f"{' ' * place}# {text}")
    assert findings("\n".join(lines)) == CLEAN


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(BLOCKS), COMMENTS)
def test_a_clean_block_never_becomes_reported_by_a_comment_at_its_end(block: str, comment: str):
    if is_whole(block):
        assert findings(f"{block}  # {comment}") == CLEAN


@settings(deadline=None, max_examples=25)
@given(st.sampled_from([block for block in SOUND if is_whole(block)]), COMMENTS, st.integers(0, 5))
def test_a_block_that_bash_can_read_is_not_broken_by_a_comment_line(block: str, comment: str, place: int):
    lines = block.splitlines()
    lines.insert(min(place, len(lines)), f"# {comment}")
    assert syntax_errors(["\n".join(lines), "ls"]) == {}
