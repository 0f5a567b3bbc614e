# A Python that was compiled elsewhere, in the official image's place, with the libraries it is linked to.
FROM stand-in/debian:trixie
ARG VERSION
RUN apt-get update && \
    apt-get install --yes --no-install-recommends ca-certificates netbase tzdata libssl3t64 libffi8 libsqlite3-0 \
        libreadline8t64 libncursesw6 libbz2-1.0 liblzma5 zlib1g libuuid1 libexpat1 && \
    rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/*.log
COPY . /usr/local/
RUN ldconfig && cd /usr/local/bin && ln -s python$VERSION python3 && ln -s python$VERSION python && \
    python -m ensurepip --default-pip && \
    python -c 'import ssl, sqlite3, bz2, lzma, ctypes, zlib' && \
    find /usr/local -name __pycache__ -type d -prune -exec rm -rf {} +
CMD ["python3"]
