"""A virtual machine with Debian's kernel, real udev and emulated USB keyboards, that runs the daemon as nobody much."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.chaos.powercut.guest.system import System, prepare

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "keyboards"
MODULES = [
    *["virtio_pci", "virtio_console", "virtio_net", "9pnet_virtio", "9p", "overlay"],
    *["xhci_pci", "usbhid", "hid_generic", "evdev"],
]
BARS = "ABS"
"""Two bars and a scanner: a keyboard is pressed by the name of the display that it belongs to."""
HOST = "10.0.2.2"
"""The host, as the guest sees it."""
INIT = """#!/bin/busybox sh
B=/bin/busybox
$B mkdir -p /proc /sys /dev /host /memory /whole
$B mount -t proc proc /proc; $B mount -t sysfs sys /sys; $B mount -t devtmpfs dev /dev
for module in /modules/*; do $B insmod $module; done
$B mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host
$B mount -t tmpfs tmpfs /memory; $B mkdir /memory/upper /memory/work
$B mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /whole
for d in proc sys dev; do $B mount --move /$d /whole/$d; done
$B mount -t tmpfs tmpfs /whole/run
$B mkdir -p /whole/dev/shm; $B mount -t tmpfs tmpfs /whole/dev/shm
$B ip link set lo up; $B ip addr add 10.0.2.15/24 dev eth0; $B ip link set eth0 up
PORT=$(cd /whole/dev; echo vport*p1)
exec $B switch_root -c /dev/console /whole /bin/sh -c "exec /bin/sh $payload 0<>/dev/$PORT >&0"
"""
PAYLOAD = """
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
for folder in lib bin sbin usr etc; do
    [ -d {packages}/$folder ] && cp -a {packages}/$folder/. /$folder/
done
grep -q '^input:' /etc/group || echo 'input:x:995:' >> /etc/group
mkdir -p /etc/udev/rules.d /var/lib/bumpbar /etc/bumpbar
cp {root}/bumpbar/70-bumpbar.rules /etc/udev/rules.d/
cp {work}/*.toml /etc/bumpbar/
chown -R 4242 /var/lib/bumpbar /etc/bumpbar; chmod 755 /root
/lib/systemd/systemd-udevd --daemon >/dev/null; udevadm trigger --action=add; udevadm settle
GID=$(awk -F: '$1=="input" {{print $3}}' /etc/group)
start() {{
    setpriv --reuid 4242 --regid 4242 --groups $GID --inh-caps=-all \
        {python} -c 'from bumpbar.cli import main; main()' run --verbose 2>&1 & pid=$!
}}
start
while read -r order; do
    case $order in
        kill) kill -9 $pid; wait $pid; echo "KILLED" ;;
        start) start ;;
        stop) kill -TERM $pid; wait $pid; echo "STOPPED $?" ;;
        hang) kill -STOP $pid; echo HUNG ;;
        go) kill -CONT $pid ;;
        cost) echo "COST $(awk '{{print $14 + $15}}' /proc/$pid/stat) $(awk '{{print int($1 * 100)}}' /proc/uptime)" ;;
        leds) ( echo LOOKING; n=0; was=0; i=0
            while [ $i -lt 4000 ]; do
                now=0; for each in /sys/class/leds/*::numlock/brightness; do read is < $each; now=$((now + is)); done
                [ $now != 0 ] && [ $was = 0 ] && n=$((n + 1)); was=$now; i=$((i + 1))
            done; echo "LEDS $n $i" ) & ;;
        who) echo "WHO $(awk '/^Uid/ {{print $2}} /^CapEff/ {{print $2}}' /proc/$pid/status | xargs)" ;;
    esac
done
"""


def prepared() -> System:
    """What the guest boots. Raises `Missing` where that cannot be fetched."""
    return prepare(CACHE, MODULES, INIT, ("udev",))


class Machine:
    """The guest: what its daemon says, its keyboards, its orders. `work` has a short path, for the sockets in it."""

    def __init__(self, work: Path, files: dict[str, str]) -> None:
        self._work = work
        self.system: System = prepared()
        for name, text in files.items():
            (work / name).write_text(text)
        payload = work / "payload.sh"
        packages = CACHE / "parts" / "packages"
        payload.write_text(PAYLOAD.format(packages=packages, root=ROOT, work=work, python=sys.executable))
        self._said = ""
        self._plugged = 0
        self._ids: dict[str, str] = {}

    def __enter__(self) -> Self:
        with (self._work / "emulator.log").open("wb") as log:
            self._process = subprocess.Popen(self._arguments(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._port = self._connect("port.sock")
        self._control = self._connect("control.sock").makefile("rw")
        json.loads(self._control.readline())
        self.do("qmp_capabilities")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def _arguments(self) -> list[str]:
        work = self._work
        # On a busy host a virtual processor stands still at the wrong moment: the kernel then takes its timer for dead,
        # and panics. The PM timer, by which presses are aged, has a rate that need not be measured.
        clocks = "no_timer_check clocksource=acpi_pm"
        kernel = f"console=ttyS0 quiet mitigations=off nokaslr edd=off {clocks} payload={work}/payload.sh"
        return [
            *["qemu-system-x86_64", "-accel", "tcg", "-machine", "q35,i8042=off", "-cpu", "max,la57=off", "-m", "512"],
            *["-nodefaults", "-no-user-config", "-nographic", "-no-reboot"],
            *["-kernel", str(self.system.kernel), "-initrd", str(self.system.initramfs), "-append", kernel],
            *["-serial", f"file:{work}/console"],
            *["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
            *["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
            *["-chardev", f"socket,id=port,path={work}/port.sock,server=on,wait=off"],
            *["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=port"],
            *["-qmp", f"unix:{work}/control.sock,server=on,wait=off"],
            *["-netdev", "user,id=net,ipv6=off", "-device", "virtio-net-pci,netdev=net,romfile="],
            *["-device", "qemu-xhci,id=xhci,p2=8,p3=8"],
            *[part for bar in BARS for part in ("-device", f"bochs-display,id={bar}")],
        ]

    def _connect(self, name: str) -> socket.socket:
        deadline = time.monotonic() + 10
        while True:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(str(self._work / name))
            except OSError:
                connection.close()
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._work / "emulator.log").read_text()) from None
                time.sleep(0.02)
            else:
                return connection

    def do(self, command: str, **arguments: Any) -> None:
        """A command of the emulator."""
        self._control.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._control.flush()
        while "return" not in (reply := json.loads(self._control.readline())):
            if "error" in reply:
                raise RuntimeError(f"{command}: {reply['error']}")

    def order(self, what: str) -> None:
        """Tell the guest's shell: kill, start, stop, hang, go; or ask: cost (the daemon's ticks, and when), who it is,
        leds (how often one goes on in the next seconds)."""
        self._port.sendall(what.encode() + b"\n")

    def plug(self, bar: str, port: int) -> None:
        """Plug in a keyboard at a port of the hub; its keys are pressed by its own name."""
        where = {"bus": "xhci.0", "port": str(port), "display": bar}
        self._plugged += 1
        self._ids[bar] = f"bar-{self._plugged}"
        self.do("device_add", driver="usb-kbd", id=self._ids[bar], serial=f"BAR-{bar}", **where)

    def unplug(self, bar: str) -> None:
        """Pull it out."""
        self.do("device_del", id=self._ids.pop(bar))

    def key(self, bar: str, key: str, *, down: bool) -> None:
        """Move one key."""
        event = {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": key}}}
        self.do("input-send-event", device=bar, head=0, events=[event])

    def tap(self, bar: str, *keys: str, held_s: float = 0.02) -> None:
        """Press and let go of keys, one after the other."""
        for key in keys:
            self.key(bar, key, down=True)
            time.sleep(held_s)
            self.key(bar, key, down=False)
            time.sleep(0.01)

    def said(self) -> str:
        """All that the guest has said."""
        self._port.setblocking(False)
        try:
            while data := self._port.recv(1 << 16):
                self._said += data.decode(errors="replace")
        except BlockingIOError:
            pass
        finally:
            self._port.setblocking(True)
        return self._said

    def until(self, true: Callable[[str], bool], seconds: float = 20.0) -> None:
        """Wait for what the guest says."""
        deadline = time.monotonic() + seconds
        while not true(self.said()):
            if time.monotonic() > deadline:
                console = (self._work / "console").read_text(errors="replace")
                raise TimeoutError(f"the guest said:\n{self._said[-3000:]}\nits console ends:\n{console[-1500:]}")
            time.sleep(0.02)
