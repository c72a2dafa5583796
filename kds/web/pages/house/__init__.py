"""The house's settings as managers change them: /settings leads to all, each kind of thing has a list and forms."""
