# A real window on a screen of its own, for the scripts that source this: Xvfb, openbox, the program, its keys.
# shellcheck shell=bash

name_of_run=$(basename "$0")
folder=$(mktemp -d "${TMPDIR:-/tmp}/nianbao-$name_of_run.XXXXXX")
window="" program="" manager="" screen="" method="" bus="" typist=""
log=$folder/log

fail() {
    echo "$name_of_run: $*" >&2
    if [ -n "${DISPLAY:-}" ]; then
        import -window root "$folder/failure.png" 2>/dev/null || true
    fi
    if [ -s "$log" ]; then
        echo "the program said:" >&2
        tail -n 20 "$log" >&2
    fi
    echo "the screen and the files are in $folder" >&2
    trap - ERR
    exit 1
}

stop() {
    for process in $typist $program $method $bus $manager $screen; do
        kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true
    done
    program="" manager="" screen="" method="" bus="" typist=""
}

leave() {
    local code=$?
    stop
    [ "$code" -ne 0 ] || rm -rf "$folder"
}
trap leave EXIT
trap 'fail "line $LINENO: $BASH_COMMAND"' ERR

# until_true SECONDS WHAT COMMAND…: polls a command; fails with WHAT when it does not come true.
until_true() {
    local tries=$(($1 * 20)) what=$2
    shift 2
    until "$@"; do
        if [ $((tries -= 1)) -le 0 ]; then
            fail "waited in vain: $what"
        fi
        if [ -n "$program" ] && ! kill -0 "$program" 2>/dev/null; then
            fail "the program ended while waiting: $what"
        fi
        sleep 0.05
    done
}

# start_screen WIDTH HEIGHT: a screen of its own, on which every window fills the whole.
start_screen() {
    : >"$folder/number"
    Xvfb -displayfd 3 -screen 0 "$1x$2x24" -nolisten tcp 3>"$folder/number" >/dev/null 2>&1 &
    screen=$!
    until_true 20 "Xvfb tells its number" test -s "$folder/number"
    DISPLAY=:$(cat "$folder/number")
    export DISPLAY
    unset WAYLAND_DISPLAY
    cat >"$folder/openbox.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
<application class="*"><decor>no</decor><maximized>yes</maximized><focus>yes</focus></application>
</applications></openbox_config>
XML
    openbox --config-file "$folder/openbox.xml" >/dev/null 2>&1 &
    manager=$!
    until_true 20 "openbox runs" manages
}

manages() { xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; }

# start_program HOME [FILE]: opens the window with a home, settings and a PATH of its own: no file dialogs, no viewers.
start_program() {
    local home=$1
    shift
    mkdir -p "$home/config" "$home/run" "$home/bin"
    chmod 700 "$home/run"
    : >"$log"
    env -u DBUS_SESSION_BUS_ADDRESS HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_RUNTIME_DIR="$home/run" \
        PATH="$home/bin" XDG_DATA_DIRS="$home/bin" LIBGL_ALWAYS_SOFTWARE=1 "$nianbao" "$@" >"$log" 2>&1 &
    program=$!
    until_true 60 "the window opens" has_window
    # Xvfb has a pointer in the middle of the screen; it is not to hover over a cell.
    xdotool mousemove 2000 2000
}

has_window() {
    window=$(xdotool search --onlyvisible --class nianbao 2>/dev/null | head -n 1)
    [ -n "$window" ]
}

title() { xdotool getwindowname "$window" 2>/dev/null; }
title_is() { [ "$(title)" = "$1" ]; }
title_begins() { [[ "$(title)" == "$1"* ]]; }

key() { xdotool key --clearmodifiers --delay 5 "$@"; }

# The brightness of a point of the top bar, at the right of its buttons: a question over the window dims it.
bar() { import -window root -crop "1x1+$((${width:-1280} / 2 + 60))+6" -depth 8 -colorspace Gray txt:- | grep -o 'gray([0-9.]*' | tail -n 1; }
bar_is() { [ "$(bar)" = "$1" ]; }
bar_is_not() { [ "$(bar)" != "$1" ]; }

# give_path KEY PATH: calls for a file by a key and writes its path into the field that stands in for a file dialog.
give_path() {
    local before
    before=$(bar)
    key "$1"
    until_true 10 "the path field opens after $1" bar_is_not "$before"
    key ctrl+a
    xdotool type --delay 3 "$2"
    key Return
    until_true 10 "the path field closes" bar_is "$before"
}

# Waits until the screen shows the same twice in a row: everything is drawn, nothing moves any more.
settle() {
    local last="" now="" tries=60 same=0
    sleep 0.4
    until [ $same -ge 1 ]; do
        if [ $((tries -= 1)) -le 0 ]; then
            return
        fi
        sleep 0.2
        last=$now
        now=$(import -window root rgb:- | md5sum)
        if [ "$now" = "$last" ]; then same=$((same + 1)); else same=0; fi
    done
}

wait_for_end() {
    local tries=200
    while kill -0 "$program" 2>/dev/null && [ "$(awk '{ print $3 }' "/proc/$program/stat" 2>/dev/null)" != Z ]; do
        if [ $((tries -= 1)) -le 0 ]; then
            fail "Ctrl+Q does not close the window"
        fi
        sleep 0.05
    done
}

# need TOOL…: fails when a tool is missing.
need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || fail "$tool is missing; .ci/packages test installs it"
    done
}

# find_programs: sets nianbao and cli to the programs that NIANBAO and NIANBAO_CLI name, else to release builds.
find_programs() {
    if [ -z "${NIANBAO:-}" ] || [ -z "${NIANBAO_CLI:-}" ]; then
        cargo build --release --quiet
    fi
    local built=${CARGO_TARGET_DIR:-target}/release
    nianbao=$(realpath "${NIANBAO:-$built/nianbao}")
    cli=$(realpath "${NIANBAO_CLI:-$built/nianbao-cli}")
}
