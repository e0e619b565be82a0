# shellcheck shell=bash
# What a build needs, found or installed. Sourced by metarl and test.sh, from any directory.
#
# MUJOCO    a file of MuJoCo's library, instead of Debian's
# LIBTORCH  an unpacked libtorch, or torch/ inside a Python installation, instead of the package's
# Windowing `nuget` builds against the real packages of windows and Dear ImGui, which bring their own libraries

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# Puts dotnet on PATH where an installer left it elsewhere, and checks that it can build for .NET 10.
require_dotnet() {
    find_dotnet
    # The SDK itself needs ICU otherwise, and a bare machine has none; nothing here depends on a culture.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=${DOTNET_CLI_TELEMETRY_OPTOUT:-1}
    local sdks
    sdks=$(dotnet --list-sdks 2>/dev/null) || true
    [[ $'\n'$sdks =~ $'\n'(1[0-9]|[2-9][0-9])\. ]] ||
        die "MetaRL needs the .NET 10 SDK, but $(command -v dotnet) has ${sdks:+only }${sdks:-none}:" \
            "install dotnet-sdk-10.0."
}

find_dotnet() {
    command -v dotnet >/dev/null && return
    local folder
    for folder in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet"; do
        if [[ -x $folder/dotnet ]]; then
            PATH=$folder:$PATH
            return
        fi
    done
    die "MetaRL needs the .NET 10 SDK, but there is no 'dotnet' on PATH:" \
        "install dotnet-sdk-10.0, or put its folder on PATH."
}

# Finds or installs what the viewer needs besides, a compiler for compat/native-view included; nothing else does.
require_graphics() {
    local missing otherwise=''
    mapfile -t missing < <(missing_graphics)
    ((${#missing[@]} == 0)) && return
    install_packages "${missing[@]}"
}

# Finds or installs what the tests of windows and films need besides.
require_test_display() {
    local missing=() otherwise=''
    command -v Xvfb >/dev/null || missing+=(xvfb)
    command -v xdotool >/dev/null || missing+=(xdotool)
    command -v ffmpeg >/dev/null || missing+=(ffmpeg)
    ((${#missing[@]} == 0)) && return
    install_packages "${missing[@]}"
}

# Finds or installs the browser that the tests of pages open.
require_browser() {
    local otherwise=''
    command -v chromium >/dev/null || install_packages chromium
}

# Finds or installs where the workers of several machines find each other, for the tests of that.
require_redis() {
    local otherwise=''
    command -v redis-server >/dev/null || install_packages redis-server
}

# Finds or installs the engine under bodies, where a command's arguments name one: a family, or a file or folder of runs
# whose configuration does.
require_bodies() {
    local otherwise=", or set MUJOCO to a file of MuJoCo 2.2.2"
    [[ ${MUJOCO:-} ]] || has_library libmujoco.so.2.2.2 || ! name_a_body "$@" || install_packages libmujoco2.2.2
}

# Whether any of the arguments does, without a program that a bundle's machine might not have.
name_a_body() {
    local bodies='(half-cheetah|ant|hopper|walker)(-[a-z]+)?' word file text
    for word; do
        [[ $word =~ ^(family\.name=)?$bodies$ ]] && return
        for file in "$word" "${word%/}"/{,*/,*/*/,*/*/*/,*/*/*/*/}config.yaml; do
            [[ -f $file && -r $file ]] || continue
            { text=$(<"$file"); } 2>/dev/null # it may not be text
            [[ $text =~ name:\ *[\"\']?$bodies([^a-z-]|$) ]] && return
        done
    done
    return 1
}

# Libraries look for their parts from there.
require_working_folder() {
    [[ -e $(pwd -P 2>/dev/null) ]] || die "The folder that you are in is gone; change into another."
}

require_libtorch_folder() {
    [[ -z ${LIBTORCH:-} || -e $LIBTORCH/lib/libtorch_cpu.so ]] || die \
        "LIBTORCH is '$LIBTORCH', but there is no lib/libtorch_cpu.so below it;" \
        "set it to an unpacked libtorch or to torch/ inside a Python installation, or unset it."
}

# Names of Debian packages that the viewer needs, one a line.
missing_graphics() {
    if [[ ${Windowing:-standin} != nuget ]]; then
        has_imgui || echo libimgui-dev
        has_program cmake || echo cmake
        has_program make || echo make
        has_program c++ || echo g++
        has_library libglfw.so.3 || echo libglfw3
    fi
    has_library libEGL.so.1 || echo libegl1
    has_opengl_driver || echo libgl1-mesa-dri
    has_font || echo fonts-dejavu-core
}

has_imgui() {
    [[ -e /usr/include/imgui/imgui.h && -e /usr/include/stb/stb_truetype.h ]]
}

has_program() { command -v "$1" >/dev/null; }

has_library() {
    compgen -G "/usr/lib/*/$1" >/dev/null || compgen -G "/usr/lib64/$1" >/dev/null
}

# Mesa's, or NVIDIA's.
has_opengl_driver() {
    compgen -G '/usr/lib/*/dri/*_dri.so' >/dev/null || compgen -G '/usr/share/glvnd/egl_vendor.d/*nvidia*' >/dev/null
}

has_font() {
    [[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]]
}

# Installs the named packages where that needs no asking; else says how, with $otherwise for other distributions.
install_packages() {
    local command="apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null ||
        die "MetaRL needs what Debian calls $*: install them$otherwise."
    local -a as_root=(env)
    if [[ $(id -u) != 0 ]]; then
        as_root=(sudo -n env)
        sudo -n true 2>/dev/null || die "MetaRL needs $*; type: sudo $command"
    fi
    say "Installing $* ..."
    local output
    # A stale list may still do, so that only the installation itself decides.
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    # shellcheck disable=SC2086 # the command is made of words
    output=$("${as_root[@]}" DEBIAN_FRONTEND=noninteractive $command -o DPkg::Lock::Timeout=300 2>&1 </dev/null) || {
        say "$output"
        die "Installing failed; type: sudo apt-get update && sudo $command"
    }
}
