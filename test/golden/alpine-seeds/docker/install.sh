# Install into /opt/venv what /requirements.txt lists, and make byte-code of what came new.
set -eu
export VIRTUAL_ENV=/opt/venv
export UV_LINK_MODE=copy            # the cache is on another file system: no link can lead there
export UV_NO_INSTALLER_METADATA=1   # no file that differs from build to build

# The environment also sees the distribution's own numpy, pandas, scikit-learn, scipy.
[ -e /opt/venv ] || uv venv --quiet --system-site-packages /opt/venv
cd /opt/venv/lib/python3*/site-packages
before=$(ls)

# The list is complete, so nothing is resolved (--no-deps). Every file must have a hash from the lock, so it does not matter
# which index it comes from (unsafe-best-match looks into all). Wheels only: there is no compiler here.
sh /docker/uv.sh pip install --no-deps --require-hashes --no-build --index-strategy unsafe-best-match --requirements /requirements.txt

# RECORD names the files of a package.
for package in $(ls | grep -vxF "$before" | grep '\.dist-info$'); do
    sed -n "s|^\([^./][^,]*\.py\),.*|$PWD/\1|p" "$package/RECORD"
done | sh /docker/byte-code.sh
