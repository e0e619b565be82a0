#!/usr/bin/env bash
# Makes one archive of the program for Linux x64 that needs neither .NET nor a network nor a compiler where it is
# unpacked, only a libtorch that LIBTORCH names. The argument names the archive; build/metarl-linux-x64.tar.gz by default.
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
readonly here root=${here%/*}
archive=$(realpath -m -- "${1:-$root/build/metarl-linux-x64.tar.gz}")
# shellcheck source=scripts/dependencies.sh
source "$here/dependencies.sh"

require_dotnet
readonly work=$root/build/bundle tree=$root/build/bundle/metarl
rm -rf -- "$tree"
mkdir -p -- "$tree/compat" "$tree/scripts" "$(dirname -- "$archive")"
dotnet publish "$root/Cli/Cli.csproj" --configuration Release --nologo --verbosity quiet -p:Torch=none -p:DebugType=none -p:UseAppHost=false \
    --output "$tree/program" --artifacts-path "$work/artifacts" -nodeReuse:false -p:UseSharedCompilation=false >&2 </dev/null
rm -f -- "$tree"/program/*.xml "$tree"/program/libviewshim.so # which is for this machine's libraries
rm -rf -- "$tree"/program/runtimes/{osx,win}*

# The runtime of this very SDK, so that nothing has to be fetched: the newest of .NET 10, as `dotnet` itself takes it.
runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[0-9.]*\) \[\(.*\)\]$/\2\/\1/p' | tail -n 1)
[[ -n $runtime ]] || die "There is no runtime of .NET 10 to put into the bundle: install dotnet-runtime-10.0."
sdk=${runtime%/shared/*} version=${runtime##*/}
mkdir -p -- "$tree/dotnet/host/fxr" "$tree/dotnet/shared/Microsoft.NETCore.App"
cp -- "$sdk/dotnet" "$tree/dotnet/"
cp -- "$sdk"/*.txt "$tree/dotnet/" # its licences
cp -R -- "$sdk/host/fxr/$version" "$tree/dotnet/host/fxr/"
cp -R -- "$runtime" "$tree/dotnet/shared/Microsoft.NETCore.App/"

cp -- "$here/bundled-metarl" "$tree/metarl"
cp -- "$here/dependencies.sh" "$here/program.sh" "$tree/scripts/"
cp -R -- "$root/compat/native-view" "$tree/compat/"
cp -R -- "$root/configs" "$tree/"
mkdir -- "$tree/benchmarks"
cp -- "$root"/benchmarks/*.md "$tree/benchmarks/"
cp -R -- "$root/README.md" "$root/CHANGELOG.md" "$root/LICENSE" "$root/docs" "$tree/"
cp -- "$root/MetaRL/Evaluation/Plots/Fonts/LICENSE" "$tree/LICENSE-LiberationSans" # which is inside the program

tar --create --gzip --file "$archive.partial" --directory "$work" --owner=0 --group=0 metarl
mv -- "$archive.partial" "$archive"
printf '%s, %s MiB\n' "$archive" "$(($(stat --format %s -- "$archive") / 1048576))"
