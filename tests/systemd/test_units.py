import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.pages.conftest import pages_of

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "systemd"
SANDBOX = UNITS / "signpost-.service.d" / "sandbox.conf"
SERVING = ("terminal", "till", "printer", "uploader")
BY_THE_CLOCK = ("backup",)
NAMES = SERVING + BY_THE_CLOCK

INTERNET = {"AF_INET", "AF_INET6"}
SERIAL_PORTS = {"char-ttyAMA rw", "char-ttyS rw", "char-ttyUSB rw", "char-ttyACM rw"}
THE_SHOP = {"localhost", "link-local", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}

# What each process is given beyond the common sandbox, and nothing else is.
MAY = {
    "terminal": {
        "RestrictAddressFamilies": {"AF_NETLINK"},
        "DeviceAllow": {
            "/dev/tty1 rw",
            "char-drm rw",
            "char-input rw",
            "char-gpiochip rw",
            *SERIAL_PORTS,
        },
        "SupplementaryGroups": {"video", "render", "input", "gpio", "dialout"},
        "ReadWritePaths": {"-/sys/devices/platform", "-/media", "-/run/media", "-/mnt"},
    },
    "till": {"RestrictAddressFamilies": INTERNET, "IPAddressAllow": THE_SHOP},
    "printer": {
        "RestrictAddressFamilies": INTERNET | {"AF_NETLINK"},
        "IPAddressAllow": THE_SHOP,
        "DeviceAllow": {"char-usb_device rw", "char-usb rw", *SERIAL_PORTS},
        "SupplementaryGroups": {"lp", "dialout"},
    },
    "uploader": {"RestrictAddressFamilies": INTERNET},
    "backup": {"ReadWritePaths": {"-/mnt", "-/media"}},
}
GRANTS = (
    "RestrictAddressFamilies",
    "DeviceAllow",
    "SupplementaryGroups",
    "ReadWritePaths",
    "IPAddressAllow",
    "SocketBindAllow",
    "AmbientCapabilities",
    "CapabilityBoundingSet",
    "BindPaths",
    "ExecPaths",
)
MUST = {
    "terminal": {
        "WatchdogSec=10",
        "PrivateNetwork=yes",
        "DevicePolicy=closed",
        "IPAddressDeny=any",
        "SocketBindDeny=any",
    },
    "till": {"WatchdogSec=10", "PrivateDevices=yes", "IPAddressDeny=any", "MemoryDenyWriteExecute=yes"},
    "printer": {"WatchdogSec=10", "DevicePolicy=closed", "IPAddressDeny=any", "SocketBindDeny=any"},
    "backup": {
        "PrivateDevices=yes",
        "PrivateNetwork=yes",
        "DevicePolicy=closed",
        "IPAddressDeny=any",
        "SocketBindDeny=any",
        "MemoryDenyWriteExecute=yes",
        "IOSchedulingClass=idle",
    },
    "uploader": {"WatchdogSec=90", "PrivateDevices=yes", "SocketBindDeny=any", "MemoryDenyWriteExecute=yes"},
}
FOR_ALL = {
    "User=signpost",
    "Type=notify",
    "Restart=always",
    "StartLimitIntervalSec=0",
    "LimitCORE=0",
    "MemorySwapMax=0",
    "UMask=0077",
    "StateDirectoryMode=0700",
    "RuntimeDirectoryMode=0700",
    "RuntimeDirectoryPreserve=yes",
    "CapabilityBoundingSet=",
    "SystemCallFilter=~@privileged @resources",
}
SHUT = [
    "NoNewPrivileges",
    "PrivateUsers",
    "PrivateMounts",
    "PrivateTmp",
    "PrivateIPC",
    "ProtectHome",
    "ProtectClock",
    "ProtectControlGroups",
    "ProtectHostname",
    "ProtectKernelLogs",
    "ProtectKernelModules",
    "ProtectKernelTunables",
    "RemoveIPC",
    "RestrictNamespaces",
    "RestrictRealtime",
    "RestrictSUIDSGID",
    "LockPersonality",
]
EXPOSURE = {"terminal": 0.8, "till": 1.5, "printer": 1.5, "uploader": 1.5, "backup": 0.8}

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def settings(file: Path) -> list[tuple[str, str]]:
    """Return every setting of a unit file, in order; a key may come again."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    said = [line for line in lines if line and not line.startswith(("#", "["))]
    return [(key, value) for key, _, value in (line.partition("=") for line in said)]


def unit(name: str) -> Path:
    return UNITS / f"signpost-{name}.service"


def granted(file: Path, key: str) -> set[str]:
    values = [value for said, value in settings(file) if said == key]
    if key == "DeviceAllow":
        return set(values)
    return {word for value in values for word in value.split()}


def scripts() -> set[str]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options.entry_points"]["console_scripts"].split("\n")
    return {line.partition("=")[0].strip() for line in lines if line}


def test_every_unit_is_known_here() -> None:
    assert {file.name for file in UNITS.glob("*.service")} == {unit(name).name for name in NAMES}


@pytest.mark.parametrize("name", SERVING)
def test_a_unit_starts_a_program_that_is_installed(name: str) -> None:
    (started,) = [value for key, value in settings(unit(name)) if key == "ExecStart"]
    assert started == f"/opt/signpost/venv/bin/signpost-{name}"
    assert Path(started).name in scripts()


def test_the_target_wants_all_that_serve_and_the_clocks_of_the_others() -> None:
    (wanted,) = [value for key, value in settings(UNITS / "signpost.target") if key == "Wants"]
    serving = {unit(name).name for name in SERVING}
    assert set(wanted.split()) == serving | {f"signpost-{name}.timer" for name in BY_THE_CLOCK}


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_what_is_done_by_the_clock_ends_and_is_not_started_again(name: str) -> None:
    """A drop-in wins over the unit, and of two the later name: the common one says that all run for ever."""
    own = UNITS / f"signpost-{name}.service.d" / "scheduled.conf"
    assert own.name > SANDBOX.name
    assert {("Type", "oneshot"), ("Restart", "no")} <= set(settings(own))
    (started,) = [value for key, value in settings(unit(name)) if key == "ExecStart"]
    assert started == f"/opt/signpost/venv/bin/signpost {name} --scheduled"
    assert any(key == "OnCalendar" for key, _ in settings(UNITS / f"signpost-{name}.timer"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", GRANTS)
def test_a_unit_grants_no_more_than_its_list(name: str, key: str) -> None:
    assert granted(unit(name), key) == MAY[name].get(key, set())


def test_the_common_sandbox_grants_the_doorbell_alone() -> None:
    found = {key: granted(SANDBOX, key) for key in GRANTS}
    assert {key: words for key, words in found.items() if words} == {"RestrictAddressFamilies": {"AF_UNIX"}}


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_denies_what_its_work_does_not_need(name: str) -> None:
    assert {f"{key}={value}" for key, value in settings(unit(name))} >= MUST[name]


def test_all_units_are_watched_restarted_and_leave_nothing_readable() -> None:
    assert {f"{key}={value}" for key, value in settings(SANDBOX)} >= FOR_ALL


READS_DOCUMENTS = {
    "memfd_create",
    "prctl",
    "prlimit64",
    "vfork",
    "execve",
    "pipe2",
    "kill",
    "wait4",
    "poll",
    "mmap",
}
"""What starting a child for a document takes, and what the child locks itself in with."""


@needs_systemd
def test_the_sandbox_leaves_what_a_document_s_child_is_started_with() -> None:
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter"],  # noqa: S607 - wherever it is
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    groups: dict[str, set[str]] = {}
    name = ""
    for line in listed.splitlines():
        if line.startswith("@"):
            name = line.strip()
        elif line.strip() and not line.strip().startswith("#"):
            groups.setdefault(name, set()).add(line.strip())

    def calls(group: str) -> set[str]:
        return {call for word in groups[group] for call in (calls(word) if word[0] == "@" else {word})}

    allowed: set[str] = set()
    for words in (value.split() for key, value in settings(SANDBOX) if key == "SystemCallFilter"):
        said = {call for word in words for call in calls(word.lstrip("~"))}
        allowed = allowed - said if words[0][0] == "~" else allowed | said
    assert allowed >= READS_DOCUMENTS


def test_a_document_is_read_where_no_memory_may_be_written_and_run() -> None:
    script = (
        "import ctypes, sys; from terminal.pages.checking import check_document\n"
        "sys.exit(77) if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) else None\n"  # PR_SET_MDWE, Linux 6.3
        "print(len(check_document(sys.stdin.buffer.read())))"
    )
    ran = subprocess.run([sys.executable, "-c", script], input=pages_of(2), capture_output=True, check=False)
    if ran.returncode == 77:
        pytest.skip("this kernel has no PR_SET_MDWE")
    assert ran.stdout == b"2\n", ran.stderr


@pytest.mark.parametrize("door", SHUT)
def test_the_common_sandbox_shuts_a_door(door: str) -> None:
    assert (door, "yes") in settings(SANDBOX)


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_takes_nothing_of_the_sandbox_back(name: str) -> None:
    merging = {"RestrictAddressFamilies", "Environment"}
    common = {key for key, _ in settings(SANDBOX)} - merging
    own = {key for key, _ in settings(unit(name))}
    assert not own & common - {"After", "Wants"}


@needs_systemd
def test_systemd_understands_every_line() -> None:
    """A misspelt setting is one that systemd passes over, with a warning that nobody reads."""
    units = [
        *(str(unit(name)) for name in NAMES),
        *(str(UNITS / f"signpost-{name}.timer") for name in BY_THE_CLOCK),
    ]
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(UNITS / "signpost.target"), *units],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in verified.stderr.splitlines() if "is not executable" not in line]
    assert complaints == []


@needs_systemd
@pytest.mark.parametrize("name", NAMES)
def test_a_process_is_exposed_as_little_as_promised(name: str) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit(name))],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    assert level, judged.stderr
    assert float(level[1]) <= EXPOSURE[name], judged.stdout
