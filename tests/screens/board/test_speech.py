"""Recorded voice: one call after the other, only so many of them, and how many were left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kds.resources import static_dir
from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

CLIPS = sorted(path.relative_to(static_dir() / "sounds").as_posix() for path in static_dir().glob("sounds/*/*.mp3"))
SPEAKING = """
const { Speech, digits, spelt } = await import('/js/lib/speech.js');
const fetched = [], spoken = [];
window.fetch = async (address) => {
  fetched.push(address);
  return { ok: !address.includes('gone'), arrayBuffer: async () => address };
};
window.OfflineAudioContext = class { decodeAudioData(bytes, done) { done(bytes.slice(1, -4)); } };
let at = 0, most = 0;
const sound = { muted: false, unlocked: true, async speak(clips) {
  at += 1; most = Math.max(most, at);
  await new Promise((resolve) => setTimeout(resolve, 5));
  at -= 1; spoken.push(clips.join(' '));
} };
const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty document."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


def run(page: Page, code: str) -> Any:
    return page.evaluate(f"async () => {{ {SPEAKING} {code} }}")


def test_calls_follow_each_other_and_who_finds_no_room_is_counted_once(page: Page) -> None:
    code = """
    const speech = new Speech(sound, '/', 3, (n) => [`others/${n}`]);
    for (const number of [1, 2, 3, 4, 5, 6, 7]) speech.say([`call/${number}`]);
    await quiet();
    speech.say(['call/8']);
    await quiet();
    return { spoken, most };
    """
    said = run(page, code)
    assert said == {"spoken": ["call/1", "call/2", "call/3", "call/4", "others/3", "call/8"], "most": 1}


def test_what_cannot_be_heard_is_not_kept_and_a_mute_forgets_the_rest(page: Page) -> None:
    code = """
    const speech = new Speech(sound, '/', 5);
    sound.unlocked = false; speech.say(['a/1']);
    sound.unlocked = true; sound.muted = true; speech.say(['a/2']);
    sound.muted = false;
    for (const clip of ['a/3', 'a/4', 'a/5']) speech.say([clip]);
    sound.muted = true;
    await quiet();
    sound.muted = false; speech.say(['a/6']);
    await quiet();
    return spoken;
    """
    assert run(page, code) == ["a/3", "a/6"]


def test_a_clip_is_fetched_once_and_one_that_is_missing_is_left_out(page: Page) -> None:
    code = """
    const speech = new Speech(sound, '/', 5);
    speech.say(['a/1', 'gone/1', 'a/2']);
    speech.say(['a/2', 'a/1']);
    await quiet();
    return { spoken, fetched };
    """
    said = run(page, code)
    assert said["spoken"] == ["a/1 a/2", "a/2 a/1"]
    assert sorted(said["fetched"]) == ["/a/1.mp3", "/a/2.mp3", "/gone/1.mp3"]


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_numbers_and_names_of_tables_are_spelt_with_clips_that_are_there(page: Page, tongue: str) -> None:
    name = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789 大厅 ▲"
    spelt = run(page, f"return spelt('{tongue}', '{name}')")
    assert len(spelt) == 36
    assert spelt[26:] == [f"{tongue}/{digit}" for digit in range(10)]
    assert {f"{clip}.mp3" for clip in spelt} <= set(CLIPS)
    assert run(page, f"return digits('{tongue}', 407)") == [f"{tongue}/4", f"{tongue}/0", f"{tongue}/7"]


def test_clips_are_small_and_all_of_them_can_be_decoded(page: Page) -> None:
    sizes = {clip: (static_dir() / "sounds" / clip).stat().st_size for clip in CLIPS}
    assert max(sizes.values()) < 8_000, sizes
    bytes_of = {clip: list((static_dir() / "sounds" / clip).read_bytes()) for clip in CLIPS}
    lengths = page.evaluate(
        """async (clips) => {
          const context = new AudioContext();
          const long = async (bytes) => (await context.decodeAudioData(new Uint8Array(bytes).buffer)).duration;
          const found = {};
          for (const name of Object.keys(clips)) found[name] = await long(clips[name]);
          return found;
        }""",
        bytes_of,
    )
    assert all(0.2 < length < 1.2 for length in lengths.values()), lengths
