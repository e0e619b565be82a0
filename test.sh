#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Arguments go to `dotnet test`, such as --filter Control.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/dependencies.sh
source scripts/dependencies.sh

require_dotnet
require_libtorch_folder
require_graphics
require_test_display
require_browser
require_redis
require_bodies ant
dotnet build tests/Tests.csproj --configuration Release --nologo --verbosity quiet
exec dotnet test tests/Tests.csproj --configuration Release --no-build --nologo \
    --blame-hang-timeout 5m --blame-hang-dump-type none "$@"
