# Ask for wheels that fit this base: uv.lock is for every C library, and many packages have none for musl. Nothing is downloaded.
set -eu
sh /docker/pin.sh
for machine in x86_64 aarch64; do
    sh /docker/uv.sh pip install --quiet --dry-run --no-deps --no-build --index-strategy unsafe-best-match \
        --python-platform "$machine-unknown-linux-musl" --target /tmp/none --requirements dev.txt
done
