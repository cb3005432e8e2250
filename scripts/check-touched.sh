#!/bin/sh
# The checks of what was touched since a commit (main by default): types, circles and limits of the whole, the linter on the
# changed files, and the tests that reach them by their imports. Run by npm, which puts the tools on the PATH.
set -eu
since=${1:-main}
sh scripts/setup.sh start
tsc --noEmit
node scripts/folder-circles.ts
node scripts/figures.ts --check
{ git diff --name-only --diff-filter=d "$since"; git ls-files --others --exclude-standard; } |
  xargs biome check --no-errors-on-unmatched --files-ignore-unknown=true
exec vitest run --changed "$since" --passWithNoTests
