# Check uv.lock, and write the lists that docker/install.sh installs from: heavy.txt, all.txt (heavy and light), dev.txt (and the tests').
set -eu
ca=
if [ -s /run/secrets/ca ]; then ca='--secret id=ca,src=$SSL_CERT_FILE '; fi
lock="docker build $ca--target lock --output . ."

# The check is done offline and without a private index: the lock names the index that it was made with, but any index that has
# the same files will do, as their hashes prove. Only a lock that does not fit is looked at again, to hear from uv what is wrong.
if [ ! -e uv.lock ]; then
    sh /docker/uv.sh lock
    echo "There is no uv.lock, so tomorrow's build may get other versions. Keep these: $lock"
elif ! uv lock --check --offline 2> /dev/null && ! sh /docker/uv.sh lock --check; then
    echo "uv.lock does not fit pyproject.toml. Bring it up to date: $lock" >&2
    exit 1
fi

# What the distribution packages is in the lock, for a run without a container, but not in the lists: the base stage has it.
pin() {
    uv export --frozen --quiet --no-header --no-annotate --emit-index-url --no-emit-project --output-file "$@" \
        --no-emit-package numpy \
        --no-emit-package pandas \
        --no-emit-package scikit-learn \
        --no-emit-package scipy
}
pin heavy.txt --only-group heavy
pin all.txt
pin dev.txt --group dev
# The default index is whatever the build is given; the other ones of pyproject.toml stay in the lists.
sed -i '/^--index-url/d' heavy.txt all.txt dev.txt
