"""Pages in a real Chromium, which is open while these tests run and closed before others."""
