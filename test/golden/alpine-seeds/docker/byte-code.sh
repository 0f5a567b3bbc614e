# Compile Python modules, so that a start is fast from a disk that can't be written: those in a folder, or those whose absolute
# paths stand on standard input.
#
# "unchecked-hash" byte-code is valid whatever the files' time stamps are. Sorted batches of one size give the same bytes at
# every build, on all cores (compileall -j uses them too, but its bytes differ from run to run). Nobody imports the left-out parts.
set -eu
left_out='/(tests?|ensurepip|idlelib|lib2to3|pydoc_data|turtledemo)/'
if [ $# -gt 0 ]; then
    find "$1" -name '*.py' -print
else
    cat
fi | grep -v -E "$left_out" | LC_ALL=C sort |
    xargs -r -n 100 -P "$(nproc)" python3 -m compileall -qq -f --invalidation-mode unchecked-hash ||
    echo "Some modules have no byte-code: they are not valid Python."
