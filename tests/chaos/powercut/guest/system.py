"""What the guest boots: Debian's kernel and a small initramfs that mounts this machine's files and the disk.

Nothing is installed: the packages are unpacked into a cache directory, once.
"""

import gzip
import lzma
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[4] / ".cache" / "powercut"
DISK = "/mnt/disk"
"""Where the guest's disk is mounted; all else that the guest writes goes to memory."""

MODULES = ["virtio_pci", "virtio_blk", "virtio_console", "9pnet_virtio", "9p", "overlay", "crc32c_generic", "ext4"]

# The kernel hands what it does not know of its command line (payload=, mount_options=) to init's environment.
INIT = f"""#!/bin/busybox sh
B=/bin/busybox
$B mkdir -p /proc /sys /dev /host /memory /whole
$B mount -t proc proc /proc; $B mount -t sysfs sys /sys; $B mount -t devtmpfs dev /dev
for module in /modules/*; do $B insmod $module; done
$B mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host
$B mount -t tmpfs tmpfs /memory; $B mkdir /memory/upper /memory/work
$B mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /whole
for d in proc sys dev; do $B mount --move /$d /whole/$d; done
$B mkdir -p /whole/dev/shm /whole{DISK}; $B mount -t tmpfs tmpfs /whole/dev/shm
$B mount -t ext4 -o $mount_options /whole/dev/vda /whole{DISK}
$B ip link set lo up
PORT=$(cd /whole/dev; echo vport*p1)
exec $B switch_root -c /dev/console /whole /bin/sh -c "exec /bin/sh $payload </dev/null >/dev/$PORT"
"""


class Missing(Exception):
    """The machine lacks something that the guest needs; the text says what."""


@dataclass(frozen=True)
class System:
    """What `Guest` boots."""

    kernel: Path
    initramfs: Path


def prepare(
    cache: Path = CACHE, modules: Sequence[str] = MODULES, init: str = INIT, packages: Sequence[str] = ()
) -> System:
    """Unpacks the kernel and what belongs to it into `cache` unless they are there; raises Missing.

    `packages` are unpacked whole beside it, in `parts/packages`.
    """
    if not (cache / "parts").exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as name:
            found = _download(Path(name), packages)
            _unpack(found, Path(name))
            whole = Path(name) / "parts" / "packages"
            whole.mkdir(parents=True)
            _unpack([each for each in found if each.name.partition("_")[0] in packages], whole)
            _pick(Path(name), cache, modules)
    initramfs = cache / "initramfs"
    initramfs.write_bytes(gzip.compress(b"".join(_archive(cache / "parts", init)), 1))
    return System(cache / "parts" / "kernel", initramfs)


def _download(into: Path, packages: Sequence[str]) -> list[Path]:
    try:
        depends = _output("apt-cache", "depends", "linux-image-amd64")
        image = re.search(r"Depends: (linux-image-\S+)", depends)
        if image is None:
            raise Missing("package linux-image-amd64 is unknown: apt-get update")
        _output(
            "apt-get",
            "-q",
            "-o",
            "APT::Sandbox::User=root",
            "download",
            image[1],
            "busybox-static",
            *packages,
            cwd=into,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing(f"the packages of a kernel and busybox-static cannot be fetched: {error}") from error
    return list(into.glob("*.deb"))


def _output(*command: str, cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def _unpack(packages: list[Path], into: Path) -> None:
    for package in packages:
        subprocess.run(["dpkg-deb", "-x", str(package), str(into)], check=True)


def _pick(unpacked: Path, cache: Path, modules: Sequence[str]) -> None:
    """Keeps the kernel, busybox and the modules with those they need, named in the order of loading."""
    parts = unpacked / "parts"
    (parts / "modules").mkdir(parents=True)
    (image,) = (unpacked / "boot").glob("vmlinuz-*")
    (parts / "kernel").write_bytes(_unpacked_kernel(image.read_bytes()))
    shutil.copy(unpacked / "bin" / "busybox", parts / "busybox")
    found = {path.name.split(".")[0].replace("-", "_"): path for path in (unpacked / "lib/modules").rglob("*.ko*")}
    for number, module in enumerate(_load_order(found, modules)):
        (parts / "modules" / f"{number:02}-{module}.ko").write_bytes(_read(found[module]))
    parts.rename(cache / "parts")


def _unpacked_kernel(image: bytes) -> bytes:
    """The kernel within the image, where it is packed with xz: the emulator starts it without the slow unpacking."""
    start = image.find(b"\xfd7zXZ\x00")
    if start < 0:
        return image
    return lzma.LZMADecompressor().decompress(image[start:])


def _read(module: Path) -> bytes:
    content = module.read_bytes()
    return lzma.decompress(content) if module.suffix == ".xz" else content


def _load_order(found: dict[str, Path], modules: Sequence[str]) -> list[str]:
    """The modules, each after those it says it needs; what is not found is built into the kernel."""
    order: list[str] = []

    def add(module: str) -> None:
        if module in order or module not in found:
            return
        needed = re.search(rb"\0depends=([^\0]*)\0", _read(found[module]))
        for other in needed[1].decode().split(",") if needed else []:
            add(other.replace("-", "_"))
        order.append(module)

    for module in modules:
        add(module)
    return order


def _archive(parts: Path, init: str) -> Iterator[bytes]:
    """The initramfs, a cpio archive in the kernel's "newc" form."""
    for directory in ("bin", "modules"):
        yield _entry(directory, b"", 0o040755)
    yield _entry("bin/busybox", (parts / "busybox").read_bytes(), 0o100755)
    yield _entry("init", init.encode(), 0o100755)
    for module in sorted((parts / "modules").iterdir()):
        yield _entry(f"modules/{module.name}", module.read_bytes(), 0o100644)
    yield _entry("TRAILER!!!", b"", 0)


def _entry(name: str, data: bytes, mode: int) -> bytes:
    stored = name.encode() + b"\0"
    fields = [0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(stored), 0]
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + stored
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
