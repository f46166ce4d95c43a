#!/bin/sh
# Usage: sudo sh config/install.sh [install|uninstall]
#
# Put Signpost on this computer, or bring it up to date, from the checkout that this file is in. May be run
# again at any time; the data and the site's settings stay as they are. Also works in a chroot, where it
# enables the services without starting them.
set -eu
umask 022

checkout=$(cd "$(dirname "$0")/.." && pwd)
home=/opt/signpost
etc=/etc/signpost
data=/var/lib/signpost
units=/etc/systemd/system
python=${PYTHON:-python3}

say() { echo "signpost: $*"; }
running() { [ -d /run/systemd/system ]; }

install_packages() {
    say "looking for Debian packages"
    PYTHON=$python sh "$checkout/config/system-packages" pi
}

install_user() {
    say "user signpost, and the groups that own the devices"
    install -D -m 644 "$checkout/systemd/signpost.sysusers" /etc/sysusers.d/signpost.conf
    systemd-sysusers /etc/sysusers.d/signpost.conf
}

install_program() {
    say "the program, in $home/venv (this takes some minutes the first time)"
    site_packages=
    # Raspberry Pi OS brings lgpio as a Debian package where PyPI has no wheel of it.
    "$python" -c 'import lgpio' 2>/dev/null && site_packages=--system-site-packages
    # shellcheck disable=SC2086 # nothing, or one option
    "$python" -m venv $site_packages "$home/venv"
    source=$(mktemp -d)  # pip leaves build files beside what it builds
    trap 'rm -rf "$source"' EXIT
    for part in terminal drivers archive desk setup.cfg pyproject.toml README.md LICENSE; do
        [ ! -e "$checkout/$part" ] || cp -R "$checkout/$part" "$source/"
    done
    "$home/venv/bin/python" -m pip install --quiet --upgrade "$source[pi]"
    # What root writes into the store's folder, the services could not: root becomes signpost first.
    rm -f /usr/local/bin/signpost
    cat > /usr/local/bin/signpost <<COMMAND
#!/bin/sh
if [ "\$(id -u)" = 0 ]; then
    exec setpriv --reuid=signpost --regid=signpost --init-groups "$home/venv/bin/signpost" "\$@"
fi
exec "$home/venv/bin/signpost" "\$@"
COMMAND
    chmod 755 /usr/local/bin/signpost
}

install_settings() {
    say "the settings' reference in $home/config"
    rm -rf "$home/config"
    install -d "$home/config" "$etc"
    cp "$checkout/config/signpost.toml" "$home/config/"
    cp -R "$checkout/config/printers" "$home/config/"
    if [ -e "$etc/signpost.toml" ]; then
        say "kept $etc/signpost.toml"
    else
        say "an empty $etc/signpost.toml to fill in"
        cat > "$etc/signpost.toml" <<SETTINGS
# What is special about this terminal. Every key, its default and what it means:
# $home/config/signpost.toml. Write only what differs, under its [section];
# then: sudo systemctl restart signpost.target

[site]
# merchant = "The shop's name"
# terminal_id = "SP-0001"       # give each terminal its own
SETTINGS
    fi
}

install_services() {
    say "udev rules and systemd units"
    install -D -m 644 "$checkout/config/udev/70-signpost.rules" /etc/udev/rules.d/70-signpost.rules
    install -D -m 644 "$checkout/config/polkit/50-signpost.rules" /etc/polkit-1/rules.d/50-signpost.rules
    install -D -m 644 -t "$units" "$checkout"/systemd/signpost-*.service "$checkout"/systemd/signpost-*.timer \
        "$checkout/systemd/signpost.target"
    install -D -m 644 -t "$units/signpost-.service.d" "$checkout/systemd/signpost-.service.d/sandbox.conf"
    install -D -m 644 -t "$units/signpost-backup.service.d" "$checkout/systemd/signpost-backup.service.d/scheduled.conf"
    systemctl enable --quiet signpost.target
    if running; then
        say "starting"
        udevadm control --reload
        udevadm trigger --subsystem-match=tty --subsystem-match=gpio --subsystem-match=input \
            --subsystem-match=usb --subsystem-match=usbmisc
        udevadm trigger --action=add --subsystem-match=backlight
        systemctl daemon-reload
        systemctl restart signpost.target
        say "installed and running. Check it with: sudo signpost doctor"
    else
        say "installed. The services start with the next boot"
    fi
}

uninstall() {
    say "stopping and removing services, rules and program"
    if running; then systemctl stop signpost.target; fi
    systemctl disable --quiet signpost.target 2>/dev/null || true
    rm -f "$units"/signpost-terminal.service "$units"/signpost-till.service \
        "$units"/signpost-printer.service "$units"/signpost-uploader.service "$units"/signpost-backup.service \
        "$units"/signpost-backup.timer \
        "$units/signpost.target"
    rm -rf "$units/signpost-.service.d" "$units/signpost-backup.service.d" "$home"
    rm -f /etc/udev/rules.d/70-signpost.rules /etc/polkit-1/rules.d/50-signpost.rules /etc/sysusers.d/signpost.conf /usr/local/bin/signpost
    if running; then
        systemctl daemon-reload
        udevadm control --reload
    fi
    say "kept: $data (signatures, keys), $etc (settings), the user signpost, and Debian's packages"
}

[ "$(id -u)" = 0 ] || { echo "signpost: please run as root: sudo make install" >&2; exit 1; }
case "${1:-install}" in
    install)
        install_packages
        install_user
        install_program
        install_settings
        install_services
        ;;
    uninstall) uninstall ;;
    *) echo "usage: $0 [install|uninstall]" >&2; exit 2 ;;
esac
