"""A data directory on a disk that keeps only what was synced, for the processes that run with the shim preloaded."""

import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("fsync_only.c")
SECTOR = 512


def build(into: Path) -> Path:
    """Compiles the shim into the directory `into` and returns the library; RuntimeError without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise RuntimeError("no C compiler: the power-cut shim has to be compiled")
    library = into / "fsync_only.so"
    flags = ["-O2", "-U_FORTIFY_SOURCE", "-shared", "-fPIC", "-pthread"]
    subprocess.run([compiler, *flags, "-o", str(library), str(SOURCE)], check=True)
    return library


class Disk:
    """The directory `data` (made under `base`), whose processes lose on a cut all that they have not synced.

    What lies there before the first process, and what anyone changes between a cut and the next process, counts as
    synced. In between every process that writes there needs the environment: what one without it writes is lost.
    """

    def __init__(self, library: Path, base: Path) -> None:
        self.library = library
        self.data = base / "data"
        self._mirror = base / "mirror"
        self._powered = False
        self.data.mkdir(parents=True, exist_ok=True)

    def environment(self) -> dict[str, str]:
        """This process's environment and the shim's variables; the first call after a cut gives power again."""
        if not self._powered:
            self._seed()
            self._powered = True
        return os.environ | {
            "LD_PRELOAD": str(self.library),
            "KDS_POWERCUT_DIR": str(self.data),
            "KDS_POWERCUT_MIRROR": str(self._mirror),
        }

    def cut(self, *processes: subprocess.Popen[Any], torn: int | None = None) -> Path:
        """Kills the processes and returns `data`, now holding only what is durable.

        With a seed `torn`, a random part of what was not synced is kept too, as a real disk may: any sectors of a
        file, and all or none of a directory's changed names. Standard output written before the kill can still be
        read from the processes' pipes.
        """
        for process in processes:
            process.kill()
            process.wait()
        if torn is not None:
            self._keep_a_part(random.Random(torn))
        shutil.rmtree(self.data)
        (self._mirror / "tree").rename(self.data)
        shutil.rmtree(self._mirror)
        self._powered = False
        return self.data

    def _seed(self) -> None:
        """A fresh mirror of data, laid out as fsync_only.c says."""
        objects, tree = self._mirror / "objects", self._mirror / "tree"
        objects.mkdir(parents=True)
        (self._mirror / "lock").touch()
        shutil.copytree(self.data, tree)
        for file in _files(self.data):
            os.link(tree / file.relative_to(self.data), objects / str(file.stat().st_ino))

    def _keep_a_part(self, dice: random.Random) -> None:
        objects, tree = self._mirror / "objects", self._mirror / "tree"
        for file in _files(self.data):
            durable = objects / str(file.stat().st_ino)
            if durable.exists():
                _keep_some_sectors(file, durable, dice)
        for directory in sorted({file.parent for file in _files(self.data)}):
            if dice.random() < 0.5:
                _take_names(directory, tree / directory.relative_to(self.data), objects)


def _files(directory: Path) -> list[Path]:
    """The regular files below, in an order that is the same in every run."""
    return sorted(path for path in directory.rglob("*") if path.is_file() and not path.name.endswith("-shm"))


def _keep_some_sectors(real: Path, durable: Path, dice: random.Random) -> None:
    new, kept = real.read_bytes(), bytearray(durable.read_bytes())
    share, size = dice.choice([0.1, 0.5, 0.9]), dice.choice([len(new), len(kept)])
    kept = kept[:size].ljust(size, b"\0")
    for at in range(0, min(size, len(new)), SECTOR):
        sector = new[at : min(at + SECTOR, size)]
        if kept[at : at + len(sector)] != sector and dice.random() < share:
            kept[at : at + len(sector)] = sector
    durable.write_bytes(kept)


def _take_names(real: Path, tree: Path, objects: Path) -> None:
    tree.mkdir(parents=True, exist_ok=True)
    for gone in [path for path in tree.iterdir() if path.is_file() and not (real / path.name).exists()]:
        gone.unlink()
    for file in [path for path in real.iterdir() if path.is_file() and not path.name.endswith("-shm")]:
        durable, name = objects / str(file.stat().st_ino), tree / file.name
        if durable.exists() and not (name.exists() and name.samefile(durable)):
            name.unlink(missing_ok=True)
            os.link(durable, name)
