# Compile the modules whose absolute paths stand on standard input, a line each, so that Python starts fast from a read-only disk.
# "unchecked-hash" byte-code is valid whatever the files' time stamps are. Sorted batches of one size give the same bytes at
# every build, and all cores work (compileall -j is as fast, but its bytes differ from run to run).
set -eu
LC_ALL=C sort | xargs -r -n 100 -P "$(nproc)" python3 -m compileall -qq -f --invalidation-mode unchecked-hash ||
    echo "Some modules have no byte-code: they are not valid Python."
