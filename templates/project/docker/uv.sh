# uv with what the build's secrets say. A secret that was not given is absent or, from compose, empty.
set -eu
export UV_PYTHON_DOWNLOADS=never # the base image's Python, no other
if [ -s /run/secrets/ca ]; then export SSL_CERT_FILE=/run/secrets/ca; fi
if [ -s /run/secrets/netrc ]; then export NETRC=/run/secrets/netrc; fi
if [ -s /run/secrets/index_url ]; then
    UV_DEFAULT_INDEX=$(cat /run/secrets/index_url)
    export UV_DEFAULT_INDEX
fi

uv "$@" && exit
code=$?
if [ ! -s /run/secrets/ca ]; then
    echo "If uv could not trust or reach the package index, your network may have its own certificate authority." >&2
    echo "Give the build its file: docker build --secret id=ca,src=\$SSL_CERT_FILE ..." >&2
fi
exit $code
