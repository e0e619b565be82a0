# shellcheck shell=bash
# Starts the program and stays as its parent, which can say in one line what ended it. Sourced by metarl and bundled-metarl.
#
# An error inside libtorch's autograd ends the process with SIGABRT, and a machine without memory ends it with SIGKILL:
# the program itself can then say nothing.
#
# The program stays in the launcher's process group, so that the keyboard, Ctrl-C, Ctrl-Z and the size of the window
# reach it as if it had been started alone. What reaches the launcher only is passed on.

# Runs the program to its end and exits as it did.
#   $1    what it is to do, such as run
#   $2... how it is started
run_program() {
    local task=$1
    shift
    local canary_pid=0 program=0 status=0 passed_on=yes group_signal='' group_time=0 words='' words_file='' error=''
    local -a dies_with_me=() hears_signals=()
    keep_native_words
    undo_what_bash_does
    if [[ -e /proc/$$/fd/0 ]]; then
        "${dies_with_me[@]}" "${hears_signals[@]}" "$@" <&0 &
    else
        "${dies_with_me[@]}" "${hears_signals[@]}" "$@" <&- &
    fi
    program=$!
    [[ ! -e /proc/$$/fd/2 ]] || exec {error}>&2
    exec 2>/dev/null # bash has its own words for a killed process
    start_canary
    pass_signals_on
    [[ -z $words ]] || rm -f -- "$words_file" # it lives on until both have ended
    while [[ $passed_on ]]; do
        passed_on='' status=0
        wait "$program" || status=$?
    done
    trap - HUP INT QUIT TERM TSTP CONT
    kill -KILL "$canary_pid" || true
    wait "$canary_pid" || true
    [[ -z $error ]] || exec 2>&"$error"
    say_what_ended_it
    exit "$status"
}

# Native libraries write to a file, what the program itself says goes where it always goes (Cli/Output/NativeError.cs): of the page that
# libtorch writes before it ends the process, a person needs one line.
keep_native_words() {
    [[ ${METARL_TRACE:-} == 1 ]] && return
    ulimit -S -c 0 # the memory of a run would be gigabytes
    local file=${TMPDIR:-/tmp}/metarl-$$-$RANDOM.log
    set -o noclobber
    if { exec {words}>"$file"; } 2>/dev/null; then
        words_file=$file
        export METARL_NATIVE_ERROR=$words
    fi
    set +o noclobber
}

# A background process of bash has no keyboard and ignores Ctrl-C; the program shall have both, and end when the launcher is
# killed. What the caller wants ignored, as nohup does, stays so.
undo_what_bash_does() {
    command -v setpriv >/dev/null && dies_with_me=(setpriv --pdeathsig KILL)
    local name value number signals=()
    while read -r name value; do
        [[ $name == SigIgn: ]] && break
    done <"/proc/$$/status"
    for number in 2 3; do # INT and QUIT
        ((16#$value >> (number - 1) & 1)) || signals+=("$number")
    done
    local IFS=,
    ((${#signals[@]} == 0)) || hears_signals=(env "--default-signal=${signals[*]}")
}

# A process in the same group that waits for the launcher's end: whether a signal killed it too tells whether the whole group
# got it, and so the program.
start_canary() {
    # shellcheck disable=SC2034 # its pipes are there to be closed
    coproc canary { exec "${hears_signals[@]}" cat; }
    canary_pid=$!
}

# Whether the signal that just came reached the whole group. Who signals one process after the other is given time.
group_was_told() {
    local state _
    for _ in {1..6}; do
        IFS= read -r state <"/proc/$canary_pid/stat" || return 0
        [[ $state != *') Z '* ]] || return 0
        sleep 0.05 || true
    done
    return 1
}

pass_signals_on() {
    local signal
    for signal in HUP INT QUIT TERM; do
        # shellcheck disable=SC2064 # the name of now
        trap "pass_on $signal" "$signal"
    done
    trap pause TSTP
    trap 'passed_on=yes; kill -CONT "$program" || true' CONT
}

# The second of the same signal ends the program at once, so that each reaches it once.
pass_on() {
    passed_on=yes
    if group_was_told; then
        group_signal=$1 group_time=$SECONDS
        wait "$canary_pid" || true
        start_canary
    elif [[ $1 != "$group_signal" ]] || ((SECONDS - group_time > 1)); then # `timeout` tells first one, then all
        kill -s "$1" "$program" || true
    fi
}

pause() {
    passed_on=yes
    kill -TSTP "$program" || true # a stopped process stays stopped
    trap - TSTP
    kill -TSTP "$$"
    trap pause TSTP
}

memory_cure="Set fewer tasks or episodes (training.tasks, training.envs_per_task, evaluation.tasks)"
memory_cure+=" or a shorter family.horizon."
readonly memory_cure

# One line where the program could not say itself why it ended.
say_what_ended_it() {
    local what=''
    case $status in
    132 | 134 | 135 | 136 | 139) what=$(crash) ;;
    137)
        what="The program was killed, most likely because memory ran out. $memory_cure"
        ;;
    *)
        what=$(gave_up)
        [[ $what ]] || return 0
        ;;
    esac
    [[ ! -t 1 || ${TERM:-dumb} == dumb ]] || printf '\e[?25h\n' # as the display left it, without a cursor
    [[ $task != run && $task != train ]] || what+=" The same command goes on from the last checkpoint."
    set -o noclobber
    if [[ $words && -s /proc/$$/fd/$words ]] && cat -- "/proc/$$/fd/$words" 2>/dev/null >"$words_file"; then
        what+=" All that was said is in $words_file."
    fi
    say "$what" || true
}

# Some libraries end the program as if it had ended itself: Intel's MKL with 2.
gave_up() {
    [[ $words ]] || return 0
    local line
    while IFS= read -r line || [[ $line ]]; do # a bundle's machine need not have grep
        [[ $line == *'FATAL ERROR'* ]] || continue
        printf 'The program ended unexpectedly: %s.' "${line%.}"
        return
    done <"/proc/$$/fd/$words"
}

# What a crash is, by what was written before it.
crash() {
    local first='' second='' reason
    if [[ $words ]]; then
        local said=/proc/$$/fd/$words
        { IFS= read -r first && IFS= read -r second; } < <(
            grep -aE -m 1 -A 1 '^(terminate called|Unhandled exception\.|Stack overflow|Out of memory|Process terminated|Fatal error)' \
                -- "$said" || tail -n 1 -- "$said"
        ) || true
    fi
    case $first in
    'terminate called'*)
        reason=${second#*what():  }
        if [[ $first$reason == *bad_alloc* || $reason == *memory* ]]; then
            printf 'libtorch ended the program, most likely because memory ran out: %s. %s' "${reason%.}" "$memory_cure"
        else
            printf 'libtorch ended the program: %s.' "${reason%.}"
        fi
        ;;
    'Unhandled exception. '* | 'Process terminated.')
        reason=${first#Unhandled exception. }
        [[ $first != Process* ]] || reason=$second
        printf 'The program ended unexpectedly: %s.' "${reason%.}"
        ;;
    ?*) printf 'The program ended unexpectedly (%s): %s.' "$(signal_name)" "${first%.}" ;;
    *) printf 'The program was ended by %s, most likely within libtorch or a graphics driver.' "$(signal_name)" ;;
    esac
}

signal_name() { printf 'SIG%s' "$(kill -l "$status")"; }
