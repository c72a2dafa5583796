#!/bin/sh
# Installs the daemon on Debian: its user, its virtual environment, the udev rule and the systemd unit. As root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
id bumpbar >/dev/null 2>&1 || useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin bumpbar
usermod -aG input,dialout bumpbar
python3 -m venv /opt/bumpbar
/opt/bumpbar/bin/python -m pip install --quiet "$here"
install -d -m 0750 -g bumpbar /etc/bumpbar
install -m 0644 "$here/70-bumpbar.rules" /etc/udev/rules.d/
install -m 0644 "$here/bumpbar.service" /etc/systemd/system/
udevadm control --reload && udevadm trigger --subsystem-match=input
systemctl daemon-reload
echo "Installed. Now: /opt/bumpbar/bin/bumpbar setup && chgrp -R bumpbar /etc/bumpbar && systemctl enable --now bumpbar"
