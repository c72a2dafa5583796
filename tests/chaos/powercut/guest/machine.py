"""The guest: booted, listened to, and cut off in mid-load."""

import contextlib
import json
import os
import select
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.chaos.powercut.guest.disk import VolatileDisk
from tests.chaos.powercut.guest.system import System

EMULATOR = "qemu-system-x86_64"
KERNEL_OPTIONS = "console=ttyS0 quiet mitigations=off nokaslr edd=off tsc=reliable"
BOOT_SECONDS = 90.0
ROOT = Path(__file__).resolve().parents[4]


class Guest:
    """A virtual machine that runs `command` at each boot, from the repository's root, with this machine's files.

    The guest sees all files of this machine, read-only; its disk is an ext4 file system, mounted at system.DISK.
    What the command writes to its standard output is read with `line`; its errors go to `work`/console. `work` has to
    have a short path, for the sockets in it.
    """

    def __init__(
        self,
        system: System,
        work: Path,
        command: Sequence[str],
        *,
        disk_mib: int = 64,
        memory_mib: int = 512,
        mount_options: str = "defaults",
    ) -> None:
        self.work = work
        image, payload = work / "disk.img", work / "payload.sh"
        payload.write_text(_payload(command))
        make_file_system(image, disk_mib)
        kernel = f"{KERNEL_OPTIONS} payload={payload} mount_options={mount_options}"
        self.disk = VolatileDisk(image, work / "disk.sock")
        self._arguments = _emulator_arguments(system, work, kernel, memory_mib)
        self._unread = b""

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.disk)
            log = stack.enter_context((self.work / "emulator.log").open("wb"))
            self._process = subprocess.Popen(self._arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            stack.callback(self._quit)
            self._port = stack.enter_context(self._connect("port.sock"))
            self._control = stack.enter_context(self._connect("control.sock"))
            self._replies = stack.enter_context(self._control.makefile("rb"))
            json.loads(self._replies.readline())  # its greeting
            self._tell("qmp_capabilities")
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def line(self, timeout: float = BOOT_SECONDS) -> str:
        """The payload's next line, without its end; TimeoutError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while b"\n" not in self._unread:
            if not self._receive(max(0.0, deadline - time.monotonic())):
                raise TimeoutError(
                    f"nothing from the guest in {timeout} s; its console ends:\n{self.console()[-2000:]}"
                )
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def reset(self, torn: int | None = None) -> list[str]:
        """Cuts the power and boots anew; returns the whole lines that had left the guest before and were not yet read.

        What its disk had not flushed is gone, but for a random half when `torn` gives a seed.
        """
        # The disk first: the emulator flushes it when it stops the guest. From here on the guest's flushes fail, so
        # nothing that is not on the disk can be acknowledged in the moment before it stops.
        self.disk.cut(torn)
        self._tell("stop")
        while self._receive(0):
            pass
        *lines, _ = self._unread.split(b"\n")  # the last, unless empty, was cut off in mid-line
        self._unread = b""
        self._tell("system_reset", "RESET")
        self.disk.power()
        self._tell("cont")
        return [line.decode() for line in lines]

    def console(self) -> str:
        """What the kernel and the payload's standard error said, over all boots."""
        return (self.work / "console").read_text(errors="replace")

    def _quit(self) -> None:
        self._process.kill()
        self._process.wait()

    def _receive(self, timeout: float) -> bool:
        readable, _, _ = select.select([self._port], [], [], timeout)
        if not readable:
            return False
        data = self._port.recv(1 << 16)
        if not data:
            raise EOFError((self.work / "emulator.log").read_text())
        self._unread += data
        return True

    def _connect(self, name: str) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + 10
        while True:
            try:
                connection.connect(str(self.work / name))
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    connection.close()
                    raise RuntimeError((self.work / "emulator.log").read_text()) from None
                time.sleep(0.02)
            else:
                return connection

    def _tell(self, command: str, event: str | None = None) -> None:
        """Carries out a QMP command, and waits for an event that it causes; the two may come in any order."""
        self._control.sendall(json.dumps({"execute": command}).encode() + b"\n")
        awaited = {"return", event} - {None}
        while awaited:
            reply = self._reply()
            if "error" in reply:
                raise RuntimeError(f"{command}: {reply['error']}")
            awaited.discard(reply.get("event", "return"))

    def _reply(self) -> dict[str, Any]:
        line = self._replies.readline()
        if not line:
            raise EOFError((self.work / "emulator.log").read_text())
        reply: dict[str, Any] = json.loads(line)
        return reply


def make_file_system(image: Path, size_mib: int) -> None:
    """Makes an empty ext4 file system in the file `image`; FileNotFoundError without mke2fs."""
    mke2fs = shutil.which("mke2fs", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if mke2fs is None:
        raise FileNotFoundError("mke2fs")
    image.touch()
    eager = "lazy_itable_init=0,lazy_journal_init=0"
    subprocess.run([mke2fs, "-q", "-F", "-t", "ext4", "-E", eager, str(image), f"{size_mib}M"], check=True)


def _payload(command: Sequence[str]) -> str:
    return f"""\
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
cd {shlex.quote(str(ROOT))}
{shlex.join(command)}
echo "broken the payload ended with $?"
while :; do sleep 60; done
"""


def _emulator_arguments(system: System, work: Path, kernel: str, memory_mib: int) -> list[str]:
    return [
        *[EMULATOR, "-accel", "tcg", "-machine", "q35,i8042=off", "-cpu", "max,la57=off", "-m", str(memory_mib)],
        *["-nodefaults", "-no-user-config", "-nographic"],
        *["-kernel", str(system.kernel), "-initrd", str(system.initramfs), "-append", kernel],
        *["-serial", f"file:{work}/console"],
        *["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
        *["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
        *["-blockdev", f"driver=nbd,node-name=disk,server.type=unix,server.path={work}/disk.sock"],
        *["-device", "virtio-blk-pci,drive=disk,werror=report,rerror=report"],
        *["-chardev", f"socket,id=port,path={work}/port.sock,server=on,wait=off"],
        *["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=port"],
        *["-qmp", f"unix:{work}/control.sock,server=on,wait=off"],
    ]
